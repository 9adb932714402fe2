"""A surface that serves none of the public pages."""

urlpatterns: list[object] = []
