"""Addresses of the officers' desk. A view that does not say what it shows is refused here."""

from cases.desk import acts, case_page, duty, log_in, looking, queue, saved_views
from cases.desk.consultation import desk_path

app_name = "desk"
CASE = "cases/<str:reference>/"
urlpatterns = [
    desk_path("", queue.home, name="home"),
    desk_path("log-in/", log_in.log_in, name="log_in"),
    desk_path("log-out/", log_in.log_out, name="log_out"),
    desk_path("second-factor/", log_in.second_factor_page, name="second_factor"),
    desk_path("second-factor/qr.svg", log_in.qr_code, name="second_factor_qr"),
    desk_path("second-factor/recovery/", log_in.recovery, name="second_factor_recovery"),
    desk_path("second-factor/recovery-codes/", log_in.recovery_codes, name="recovery_codes"),
    desk_path("queue/", queue.queue, name="queue"),
    desk_path("mine/", queue.mine, name="mine"),
    desk_path("views/", saved_views.views, name="views"),
    desk_path("views/save/", saved_views.save, name="save_view"),
    desk_path("views/<int:view_id>/share/", saved_views.share, name="share_view"),
    desk_path("views/<int:view_id>/keep-private/", saved_views.keep_private, name="keep_view_private"),
    desk_path("views/<int:view_id>/remove/", saved_views.remove, name="remove_view"),
    desk_path("take-next/", queue.take_next, name="take_next"),
    desk_path("find/", queue.find, name="find"),
    desk_path("duty/", duty.duty, name="duty"),
    desk_path("alarm/", duty.alarm, name="alarm"),
    desk_path("alarms/<int:alarm_id>/acknowledge/", duty.acknowledge, name="acknowledge"),
    desk_path("alarms/<int:alarm_id>/hand-over/", duty.hand_over, name="hand_over_alarm"),
    desk_path("alarms/<int:alarm_id>/no-danger/", duty.no_danger, name="no_danger"),
    desk_path(CASE, case_page.case, name="case"),
    desk_path(f"{CASE}reason/", looking.reason, name="reason"),
    desk_path(f"{CASE}words/<int:report_id>/", looking.words, name="words"),
    desk_path(f"{CASE}contact/<int:person_id>/", looking.contact, name="contact"),
    desk_path(f"{CASE}take/", acts.take, name="take"),
    desk_path(f"{CASE}hand-back/", acts.hand_back, name="hand_back"),
    desk_path(f"{CASE}hand-over/", acts.hand_over, name="hand_over"),
    desk_path(f"{CASE}wait/", acts.wait, name="wait"),
    desk_path(f"{CASE}resume/", acts.resume, name="resume"),
    desk_path(f"{CASE}read/", acts.mark_read, name="mark_read"),
    desk_path(f"{CASE}decide/", acts.decide, name="decide"),
    desk_path(f"{CASE}priority/", acts.set_priority, name="priority"),
    desk_path(f"{CASE}next-action/", acts.set_next_action, name="next_action"),
    desk_path(f"{CASE}reply/", acts.reply, name="reply"),
    desk_path(f"{CASE}attach/", acts.attach, name="attach"),
    desk_path(f"{CASE}detach/", acts.detach, name="detach"),
    desk_path(f"{CASE}note/", acts.note, name="note"),
    desk_path(f"{CASE}close/", acts.close, name="close"),
    desk_path(f"{CASE}reopen/", acts.reopen, name="reopen"),
]
