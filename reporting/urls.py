"""Addresses of the public's side. No address ever holds a word that somebody typed, nor a code."""

from django.urls import path

from reporting.views import (
    about_you,
    complain,
    evidence,
    follow_up,
    follow_up_files,
    leave,
    pages,
    recording,
    report,
    save,
    sent,
    start,
    support,
)

app_name = "reporting"
urlpatterns = [
    path("", start.start, name="start"),
    path("exit/", leave.leave, name="exit"),
    path("cover-your-tracks/", leave.tracks, name="tracks"),
    path("report/save/", save.save, name="save"),
    path("report/keep/", save.keep, name="keep"),
    path("report/return/", save.resume, name="resume"),
    path("report/check-answers/", report.check, name="check"),
    path("report/about-you/", about_you.about_you, name="about_you"),
    path("report/sent/", sent.sent, name="sent"),
    path("report/sent/print/", sent.sent_print, name="sent_print"),
    path("report/evidence/", evidence.step, name="evidence"),
    path("report/evidence/files/", evidence.begin, name="files"),
    path("report/evidence/files/<uuid:file_id>/", evidence.piece, name="piece"),
    path("report/what-happened/record/", recording.record, name="record"),
    path("report/<slug:step>/", report.step, name="step"),
    path("follow-up/", follow_up.enter_code, name="follow_up"),
    path("follow-up/status/", follow_up.show_status, name="follow_up_status"),
    path("follow-up/messages/", follow_up.messages, name="messages"),
    path("follow-up/evidence/", follow_up_files.add_files, name="follow_up_files"),
    path("follow-up/stop-code/", follow_up.stop_code, name="stop_code"),
    path("easy-read/", pages.easy_read, name="easy_read"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("cookies/", pages.cookies, name="cookies"),
    path("contact/", pages.contact, name="contact"),
    path("support/", support.support, name="support"),
    path("complain/", complain.complain, name="complain"),
]
