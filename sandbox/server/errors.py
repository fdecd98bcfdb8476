"""Refusals, worded and numbered as Mattermost words and numbers them.

The identifiers are the real server's; the French sentences are close to its translation. Clients
must read `id`.
"""

SESSION_EXPIRED = "api.context.session_expired.app_error"
FORBIDDEN = "api.context.permissions.app_error"
BAD_BODY = "api.context.invalid_body_param.app_error"
BAD_URL = "api.context.invalid_url_param.app_error"
NO_SUCH_PAGE = "api.context.404.app_error"
NO_SUCH_POST = "app.post.get.app_error"
COMMAND_FAILED = "api.command.execute_command.failed.app_error"
ACTION_FAILED = "api.post.do_action.action_integration.app_error"

_MESSAGES = {
    SESSION_EXPIRED: "Session invalide ou expirée, veuillez vous reconnecter.",
    FORBIDDEN: "Vous n'avez pas les permissions appropriées.",
    BAD_BODY: "Paramètre {name} invalide ou manquant dans le corps de la requête.",
    BAD_URL: "Paramètre {name} invalide ou manquant dans l'URL de la requête.",
    NO_SUCH_PAGE: "Désolé, nous n'avons pas trouvé la page.",
    NO_SUCH_POST: "Impossible de récupérer le message",
    COMMAND_FAILED: "La commande avec le déclencheur '{trigger}' a échoué",
    ACTION_FAILED: "Erreur d'intégration de l'action.",
    "api.command.execute_command.failed_resp.app_error": (
        "La commande avec le déclencheur '{trigger}' a renvoyé la réponse {answered}"
    ),
    "api.command.execute_command.not_found.app_error": (
        "La commande avec le déclencheur '{trigger}' n'a pas été trouvée. Pour envoyer un message "
        'commençant par "/", ajoutez un espace au début du message.'
    ),
    "api.command.execute_command.start.app_error": "Aucun déclencheur de commande trouvé",
    "api.command.execute_command.create_post_failed.app_error": (
        "La commande '{trigger}' n'a pas pu publier sa réponse. Contactez l'administrateur système."
    ),
    "api.command.duplicate_trigger.app_error": (
        "Ce mot déclencheur est déjà utilisé. Veuillez choisir un autre mot."
    ),
    "model.command.is_valid.trigger.app_error": "Déclencheur invalide",
    "model.command.is_valid.url.app_error": "URL invalide. Elle doit commencer par http:// ou https://",
    "app.command.getcommand.app_error": "Impossible de récupérer la commande",
    "app.command_webhook.get.missing": "Impossible de récupérer le webhook",
    "app.command_webhook.try_use.invalid": "Utilisation invalide du webhook",
    "api.post.do_action.action_id.app_error": "Identifiant d'action invalide",
    "api.post.create_post.root_id.app_error": "Identifiant de racine invalide",
    "api.post.create_post.channel_root_id.app_error": "Canal invalide pour cette racine",
    "api.post.create_post.can_not_post_to_deleted.error": (
        "Impossible d'envoyer un message dans un canal supprimé."
    ),
    "api.post.patch_post.can_not_update_post_in_deleted.error": (
        "Can not update a post in a deleted channel."
    ),
    "api.post.update_post.can_not_update_post_in_deleted.error": (
        "Can not update a post in a deleted channel."
    ),
    "api.post.delete_post.can_not_delete_post_in_deleted.error": (
        "Can not delete a post in a deleted channel."
    ),
    "api.reaction.save.archived_channel.app_error": (
        "Vous ne pouvez pas ajouter de réaction dans un canal archivé."
    ),
    "api.reaction.delete.archived_channel.app_error": (
        "Vous ne pouvez pas retirer de réaction dans un canal archivé."
    ),
    "api.channel.delete_channel.deleted.app_error": "Le canal a été archivé ou effacé",
    "api.channel.delete_channel.type.invalid": "Ce canal ne peut pas être archivé.",
    "api.channel.restore_channel.restored.app_error": "Le canal n'est pas archivé.",
    "api.team.remove_user_from_team.missing.app_error": (
        "L'utilisateur ne fait pas partie de cette équipe."
    ),
    "api.post.update_post.system_message.app_error": "Impossible de modifier un message système",
    "model.post.is_valid.msg.app_error": "Message invalide",
    "model.post.is_valid.props.app_error": "Propriétés invalides",
    "model.post.is_valid.file_ids.app_error": "Identifiants de fichiers invalides",
    "interactive_message.decode_trigger_id.base64_decode_failed": (
        "Impossible de décoder l'identifiant de déclencheur de la boîte de dialogue."
    ),
    "interactive_message.decode_trigger_id.expired": (
        "L'identifiant de déclencheur de la boîte de dialogue a expiré. "
        "Les identifiants de déclencheur vivent au plus 3 secondes."
    ),
    "app.submit_interactive_dialog.json_error": (
        "La réponse à la boîte de dialogue n'est pas du JSON valide."
    ),
    "api.user.login.invalid_credentials_email_username": (
        "Saisissez une adresse e-mail ou un nom d'utilisateur valide et un mot de passe valide."
    ),
    "app.user.missing_account.const": "Impossible de trouver l'utilisateur.",
    "app.user.get_by_username.app_error": "Aucun compte n'a ce nom d'utilisateur sur ce serveur.",
    "app.team.get.find.app_error": "Impossible de trouver l'équipe existante.",
    "app.team.get_by_name.missing.app_error": "Impossible de trouver l'équipe existante.",
    "app.channel.get.existing.app_error": "Impossible de trouver le canal existant.",
    "app.channel.get_by_name.missing.app_error": "Le canal n'existe pas.",
    "app.channel.get_member.missing.app_error": "Aucun membre trouvé pour cet identifiant.",
    "api.channel.add_user.to.channel.failed.app_error": (
        "Impossible d'ajouter l'utilisateur au canal : il n'est pas dans l'équipe."
    ),
    "api.channel.create_direct_channel.invalid_user.app_error": (
        "Impossible d'ouvrir une conversation avec cet utilisateur."
    ),
    "app.file_info.get.app_error": "Impossible de récupérer les informations du fichier",
    "api.file.upload_file.storage.app_error": "Aucun fichier dans la requête.",
    "api.file.upload_file.too_large_detailed.app_error": "Le fichier est trop volumineux.",
    "api.file.get_file_thumbnail.no_thumbnail.app_error": "Ce fichier n'a pas de vignette.",
    "api.file.get_file_preview.no_preview.app_error": "Ce fichier n'a pas d'aperçu.",
    "api.file.get_public_link.disabled.app_error": "Les liens publics sont désactivés.",
    "api.emoji.get.app_error": "Réaction invalide",
    "sandbox.server.clock": "L'horloge ne va que vers l'avant.",
    "sandbox.fault": "Panne provoquée par le bac à sable.",
}


class ApiError(Exception):
    """A refusal: what the middleware writes as Mattermost's error JSON.

    `words` fill the French sentence's blanks.
    """

    def __init__(self, status: int, error_id: str, detail: str = "", **words: str) -> None:
        super().__init__(f"{status} {error_id} {detail}".strip())
        self.status = status
        self.error_id = error_id
        self.detail = detail
        self.message = _MESSAGES.get(error_id, error_id).format(**words)


def forbidden(permission: str) -> ApiError:
    """Build the 403 that names the missing permission in its detail."""
    return ApiError(403, FORBIDDEN, f"permission={permission}")


def bad_body(name: str) -> ApiError:
    """Build the 400 for a body that lacks `name`, or gives it a wrong shape."""
    return ApiError(400, BAD_BODY, name=name)
