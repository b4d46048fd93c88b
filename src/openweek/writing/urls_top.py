from django.urls import URLPattern, path

from openweek.writing.views import branches, media, remarks, rights, texts, uploads, versions

urlpatterns: list[URLPattern] = [
    path("texts/<uuid:text>/", texts.edit_text, name="edit_text"),
    path("texts/<uuid:text>/plain/", texts.write_plain, name="write_plain"),
    path("texts/<uuid:text>/ticket/", texts.text_ticket, name="text_ticket"),
    path("texts/<uuid:text>/share/", rights.share_text, name="share_text"),
    path("texts/<uuid:text>/share/link/", rights.share_link, name="share_link"),
    path("texts/<uuid:text>/share/right/", rights.give_right, name="give_right"),
    path("texts/<uuid:text>/share/<int:number>/revoke/", rights.revoke_right, name="revoke_right"),
    path("texts/<uuid:text>/freeze/", rights.freeze_text, name="freeze_text"),
    path("texts/<uuid:text>/reopen/", rights.reopen_text, name="reopen_text"),
    path("texts/shared/<str:secret>/", rights.open_shared_text, name="open_shared_text"),
    path("texts/<uuid:text>/branches/", branches.keep_branch, name="keep_branch"),
    path("texts/<uuid:text>/branches/<uuid:branch>/", branches.branch, name="branch"),
    path(
        "texts/<uuid:text>/branches/<uuid:branch>/merge/",
        branches.merge_branch,
        name="merge_branch",
    ),
    path(
        "texts/<uuid:text>/branches/<uuid:branch>/leave/",
        branches.leave_branch,
        name="leave_branch",
    ),
    path(
        "texts/<uuid:text>/branches/<uuid:branch>/reopen/",
        branches.reopen_branch,
        name="reopen_branch",
    ),
    path("texts/<uuid:text>/remarks/", remarks.remarks, name="remarks"),
    path("texts/<uuid:text>/remarks/comment/", remarks.comment_text, name="comment_text"),
    path("texts/<uuid:text>/remarks/suggest/", remarks.suggest_change, name="suggest_change"),
    path(
        "texts/<uuid:text>/remarks/<uuid:thread>/answer/",
        remarks.answer_thread,
        name="answer_thread",
    ),
    path(
        "texts/<uuid:text>/remarks/<uuid:thread>/accept/",
        remarks.accept_suggestion,
        name="accept_suggestion",
    ),
    path(
        "texts/<uuid:text>/remarks/<uuid:thread>/refuse/",
        remarks.refuse_suggestion,
        name="refuse_suggestion",
    ),
    path(
        "texts/<uuid:text>/remarks/<uuid:thread>/close/",
        remarks.close_thread,
        name="close_thread",
    ),
    path(
        "texts/<uuid:text>/remarks/<uuid:thread>/reopen/",
        remarks.reopen_thread,
        name="reopen_thread",
    ),
    path(
        "texts/<uuid:text>/remarks/<int:remark>/delete/",
        remarks.delete_remark,
        name="delete_remark",
    ),
    path("texts/<uuid:text>/history/", versions.text_history, name="text_history"),
    path("texts/<uuid:text>/history/keep/", versions.keep_version, name="keep_version"),
    path("texts/<uuid:text>/history/version/", versions.show_version, name="show_version"),
    path("texts/<uuid:text>/history/compare/", versions.compare_versions, name="compare_versions"),
    path("texts/<uuid:text>/history/restore/", versions.restore_text, name="restore_text"),
    path("texts/<uuid:text>/media/", media.add_media, name="add_media"),
    path("texts/<uuid:text>/media/all/", media.media_of_text, name="media_of_text"),
    path("texts/<uuid:text>/media/<uuid:media>/", media.media, name="media"),
    path("texts/<uuid:text>/media/<uuid:media>/about/", media.change_media, name="change_media"),
    path("texts/<uuid:text>/uploads/", uploads.begin_upload, name="begin_upload"),
    path("texts/<uuid:text>/uploads/<uuid:upload>/", uploads.upload, name="upload"),
]
