"""Both surfaces in one process, for tests."""

from config import urls_desk, urls_public
from reporting.views import failures

urlpatterns = [*urls_public.urlpatterns, *urls_desk.urlpatterns[1:3]]
handler400 = failures.bad_request
handler403 = failures.not_allowed
handler404 = failures.not_found
handler500 = failures.server_error
