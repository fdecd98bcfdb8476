"""Files: sent by form, described, given back to those who may read their channel."""

import mimetypes
from dataclasses import dataclass, field
from pathlib import PurePath
from urllib.parse import quote

from aiohttp import BodyPartReader, hdrs, web

from sandbox import wire
from sandbox.context import (
    answer,
    caller,
    channel_by_id,
    here,
    id_in_path,
    readable,
)
from sandbox.errors import ApiError
from sandbox.ids import new_id
from sandbox.records import Upload

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
    channel = readable(request, channel_by_id(context, form.channel_id))
    if not form.files:
        raise ApiError(400, "api.file.upload_file.storage.app_error")
    if any(len(content) > SIZE_LIMIT for _, _, content in form.files):
        raise ApiError(413, "api.file.upload_file.too_large_detailed.app_error")
    infos = []
    for name, kind, content in form.files:
        upload = Upload(
            id=new_id(),
            user_id=asker.id,
            channel_id=channel.id,
            name=PurePath(name).name,
            size=len(content),
            mime_type=kind or mimetypes.guess_type(name)[0] or "application/octet-stream",
            create_at=context.world.tick(),
        )
        context.world.file_path(upload).write_bytes(content)
        infos.append(wire.upload(context.world.uploads.keep(upload)))
    return answer({"file_infos": infos, "client_ids": form.client_ids}, 201)


async def show(request: web.Request) -> web.StreamResponse:
    """Give a file's bytes; only harmless kinds are shown in the browser, the others are saved."""
    upload = _found(request)
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
    world = here(request).world
    post = world.posts.get(id_in_path(request, "post_id"))
    if post is None:
        raise ApiError(404, "app.post.get.app_error")
    readable(request, world.channels[post.channel_id])
    files = [upload for one in post.file_ids if (upload := world.uploads.get(one))]
    return answer([wire.upload(upload) for upload in files])


def _found(request: web.Request) -> Upload:
    asker, context = caller(request), here(request)
    upload = context.world.uploads.get(id_in_path(request, "file_id"))
    if upload is None:
        raise ApiError(404, "app.file_info.get.app_error")
    if upload.user_id != asker.id:
        readable(request, context.world.channels[upload.channel_id])
    return upload


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
    web.get("/posts/{post_id}/files/info", list_of_post),
)
