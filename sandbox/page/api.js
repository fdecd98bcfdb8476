// Calls to the API, each with this window's own token: two windows may be two people.

import { laying } from "./clock.js";

export class ApiError extends Error {
  constructor(status, body) {
    super(body?.message || `Erreur ${status}`);
    this.status = status;
    this.id = body?.id || "";
  }
}

let token = "";

export const currentToken = () => token;

async function send(method, path, body) {
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  const form = body instanceof FormData;
  if (body !== undefined && !form) headers["Content-Type"] = "application/json";
  const response = await fetch(path, {
    method,
    headers,
    credentials: "omit",
    body: body === undefined || form ? body : JSON.stringify(body),
  });
  if (response.ok) return response;
  throw new ApiError(response.status, await response.json().catch(() => null));
}

export async function call(method, path, body) {
  return (await send(method, `/api/v4${path}`, body)).json();
}

export const get = (path) => call("GET", path);
/** Send; while the demo is laid out one may look around, not act: its people act then. */
export async function post(path, body = {}) {
  if (laying() && !path.startsWith("/channels")) throw new ApiError(0, { message: "La démonstration s’installe encore\u00a0: un instant." });
  return call("POST", path, body);
}

/** Log in, or take up this window's earlier session when the server still knows it. */
export async function login(name) {
  token = sessionStorage.getItem(`token:${name}`) || "";
  if (token) {
    try {
      return await get("/users/me");
    } catch (error) {
      if (error.status !== 401) throw error;
    }
  }
  token = "";
  const answer = await send("POST", "/api/v4/users/login", { login_id: name, password: "courroie" });
  token = answer.headers.get("Token");
  sessionStorage.setItem(`token:${name}`, token);
  return answer.json();
}

/** Fetch a file's bytes: an address alone would not carry the token. */
export async function fileUrl(id) {
  const response = await send("GET", `/api/v4/files/${id}`);
  return URL.createObjectURL(await response.blob());
}

/** The servers that stand beside each other, and whom one can be on this one. */
export const servers = async () => (await send("GET", "/sandbox/servers")).json();

export async function clock(step) {
  if (!step) return (await send("GET", "/sandbox/clock")).json();
  return (await send("POST", "/sandbox/clock", step)).json();
}
