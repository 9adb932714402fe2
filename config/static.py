"""Static files under names that carry their hash, so that browsers may keep them for a year."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):
    """Also rewrites the imports of ES modules; a file that is named but missing fails `collectstatic`, not a page."""

    support_js_module_import_aggregation = True
