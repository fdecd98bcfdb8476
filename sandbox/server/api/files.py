"""Files: sent by form, described, given back to those who may read their post.

Until a post has it, a file is its sender's alone. Thumbnails and previews are the picture itself.
"""

import mimetypes
from dataclasses import dataclass, field
from pathlib import PurePath
from urllib.parse import quote

from aiohttp import BodyPartReader, hdrs, web

from sandbox.server import wire
from sandbox.server.context import answer, caller, here, id_in_path, living_post, readable
from sandbox.server.errors import BAD_URL, ApiError, forbidden
from sandbox.server.ids import is_id, new_id
from sandbox.server.records import Upload

SIZE_LIMIT = 50 << 20
_SHOWN_INLINE = {"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"}


@dataclass(slots=True)
class _Form:
    """What was sent: where to, and the files as name, MIME type and bytes."""

    channel_id: str
    client_ids: list[str] = field(default_factory=list)
    files: list[tuple[str, str, bytes]] = field(default_factory=list)


async def create(request: web.Request) -> web.Response:
    """Keep the files of a form (`channel_id`, `files`, `client_ids`), or a bare named body."""
    asker, context = caller(request), here(request)
    form = await _form_of(request)
    if not is_id(form.channel_id):
        raise ApiError(400, BAD_URL, name="channel_id")
    if form.channel_id not in context.world.channels:
        raise forbidden("upload_file")
    channel = readable(request, context.world.channels[form.channel_id])
    if not form.files:
        raise ApiError(400, "api.file.upload_file.storage.app_error")
    if any(len(content) > SIZE_LIMIT for _, _, content in form.files):
        raise ApiError(413, "api.file.upload_file.too_large_detailed.app_error")
    infos = []
    for name, kind, content in form.files:
        width, height = _pixels(content)
        upload = Upload(
            id=new_id(),
            user_id=asker.id,
            channel_id=channel.id,
            name=PurePath(name).name,
            size=len(content),
            mime_type=_mime_type(name) or kind or "application/octet-stream",
            width=width,
            height=height,
            create_at=context.world.tick(),
        )
        context.world.file_path(upload).write_bytes(content)
        infos.append(wire.upload(context.world.uploads.keep(upload)))
    return answer({"file_infos": infos, "client_ids": form.client_ids}, 201)


async def show(request: web.Request) -> web.StreamResponse:
    """Give a file's bytes; only harmless kinds are shown in the browser, the others are saved."""
    return _sent(request, _found(request))


async def show_thumbnail(request: web.Request) -> web.StreamResponse:
    """Give a picture; 400 for what is none."""
    upload = _found(request)
    if not upload.width:
        raise ApiError(400, "api.file.get_file_thumbnail.no_thumbnail.app_error")
    return _sent(request, upload)


async def show_preview(request: web.Request) -> web.StreamResponse:
    """Give a picture; 400 for what is none."""
    upload = _found(request)
    if not upload.width:
        raise ApiError(400, "api.file.get_file_preview.no_preview.app_error")
    return _sent(request, upload)


async def show_link(request: web.Request) -> web.Response:
    """Refuse: public links are off, as on the real server by default."""
    caller(request)
    raise ApiError(501, "api.file.get_public_link.disabled.app_error")


def _sent(request: web.Request, upload: Upload) -> web.StreamResponse:
    path = here(request).world.file_path(upload)
    if not path.exists():
        raise ApiError(404, "app.file_info.get.app_error")
    kind = upload.mime_type or "application/octet-stream"
    asked = request.query.get("download", "") not in {"", "0"}
    manner = "inline" if kind in _SHOWN_INLINE and not asked else "attachment"
    name = quote(upload.name)
    return web.FileResponse(
        path,
        headers={
            "Content-Type": kind,
            "Content-Disposition": f"{manner};filename=\"{name}\"; filename*=UTF-8''{name}",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, max-age=86400",
        },
    )


async def show_description(request: web.Request) -> web.Response:
    """Describe a file."""
    return answer(wire.upload(_found(request)))


async def list_of_post(request: web.Request) -> web.Response:
    """Describe the files of a post."""
    context = here(request)
    post = living_post(context, id_in_path(request, "post_id"))
    readable(request, context.world.channels[post.channel_id])
    files = [upload for one in post.file_ids if (upload := context.world.uploads.get(one))]
    return answer([wire.upload(upload) for upload in files])


def _found(request: web.Request) -> Upload:
    asker, context = caller(request), here(request)
    upload = context.world.uploads.get(id_in_path(request, "file_id"))
    if upload is None:
        raise ApiError(404, "app.file_info.get.app_error")
    post = context.world.posts.get(upload.post_id)
    if post is not None and post.delete_at:
        raise ApiError(404, "app.file_info.get.app_error")
    if upload.user_id == asker.id:
        return upload
    if post is None:
        raise forbidden("read_channel")
    readable(request, context.world.channels[post.channel_id])
    return upload


def _mime_type(name: str) -> str:
    """Tell a file's kind by its extension, as the real server does; "" when that says nothing."""
    kind = mimetypes.guess_type(name)[0] or ""
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _pixels(content: bytes) -> tuple[int, int]:
    """Read a PNG's width and height, in pixels; zeros for anything else."""
    if content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR":
        return 0, 0
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])


async def _form_of(request: web.Request) -> _Form:
    form = _Form(request.query.get("channel_id", ""))
    if not request.content_type.startswith("multipart/"):
        if name := request.query.get("filename"):
            form.files.append((name, request.content_type, await request.read()))
        return form
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        if part.filename:
            kind = part.headers.get(hdrs.CONTENT_TYPE, "")
            form.files.append((part.filename, kind, bytes(await part.read(decode=True))))
        elif part.name == "channel_id":
            form.channel_id = (await part.text()).strip()
        elif part.name == "client_ids":
            form.client_ids.append(await part.text())
    return form


ROUTES = (
    web.post("/files", create),
    web.get("/files/{file_id}", show),
    web.get("/files/{file_id}/info", show_description),
    web.get("/files/{file_id}/thumbnail", show_thumbnail),
    web.get("/files/{file_id}/preview", show_preview),
    web.get("/files/{file_id}/link", show_link),
    web.get("/posts/{post_id}/files/info", list_of_post),
)
