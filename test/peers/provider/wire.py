"""What a framework or a library would bring along: bytes, times, strict JSON, JSON Schema, JWS, HTTP, and a file that is
whole or not at all. Knows nothing of terminals and their bindings."""

import base64, hashlib, json, os, re, sys, threading
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from jwcrypto import jwk, jws

ORDER_OF_P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class Problem(Exception):
    """A refusal as RFC 9457 has it; the members go into it."""
    def __init__(self, status, kind, **members):
        self.status, self.members = status, {"type": f"urn:jiebang:problem:{kind}", "status": status, **members}


# -- bytes, times, JSON

def b64(data): return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
def sha(text): return b64(hashlib.sha256(text.encode()).digest())
def seconds(text): return datetime.fromisoformat(re.sub(r"[zZ]$", "+00:00", text)).timestamp()


def instant(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def unb64(text):
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if b64(data) != text: raise ValueError("another spelling of the same bytes")
    return data


def strict_json(data):
    """RFC 7493: no member twice, no half of a surrogate pair, no byte order mark."""
    def once(pairs):
        if len({name for name, _ in pairs}) != len(pairs): raise ValueError("a member stands twice")
        return dict(pairs)
    value = json.loads(data.decode("utf-8"), object_pairs_hook=once)
    json.dumps(value, ensure_ascii=False).encode("utf-8")
    return value


def schema_check(schemas):
    """As much of JSON Schema as the description uses."""
    def fits(value, schema):
        if "$ref" in schema: return fits(value, schemas[schema["$ref"].rsplit("/", 1)[1]])
        for word in ("anyOf", "oneOf"):
            if word in schema and not any(fits(value, each) for each in schema[word]): return False
        if "const" in schema and (value != schema["const"] or type(value) is not type(schema["const"])): return False
        if "enum" in schema and value not in schema["enum"]: return False
        check = checks.get(schema.get("type"))
        return check is None or check(value, schema)

    def string(value, schema):
        if not isinstance(value, str) or not within(len(value), schema, "Length"): return False
        return "pattern" not in schema or re.search(schema["pattern"], value) is not None

    def number(value, schema):
        kinds = int if schema["type"] == "integer" else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds): return False
        return schema.get("minimum", value) <= value <= schema.get("maximum", value)

    def array(value, schema):
        if not isinstance(value, list) or not within(len(value), schema, "Items"): return False
        return all(fits(each, schema.get("items", {})) for each in value)

    def members(value, schema):
        if not isinstance(value, dict) or any(name not in value for name in schema.get("required", [])): return False
        known = schema.get("properties", {})
        if schema.get("additionalProperties") is False and any(name not in known for name in value): return False
        return all(fits(value[name], known[name]) for name in value if name in known)

    def within(count, schema, of): return schema.get("min" + of, 0) <= count <= schema.get("max" + of, 10**6)

    checks = {"string": string, "number": number, "integer": number, "array": array, "object": members,
              "boolean": lambda value, _: isinstance(value, bool)}
    return lambda value, name: fits(value, schemas[name])


# -- keys and signatures

def new_key(): return json.loads(jwk.JWK.generate(kty="EC", crv="P-256").export())
def public(key): return {name: key[name] for name in ("kty", "crv", "x", "y")}
def thumbprint(key): return jwk.JWK(**key).thumbprint()
def header_of(token): return json.loads(unb64(token.split(".")[0]))
def payload_of(token): return json.loads(unb64(token.split(".")[1]))
def reference(token): return sha(token.rsplit(".", 1)[0])


def on_curve(key):
    p = 2**256 - 2**224 + 2**192 + 2**96 - 1
    b = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
    x, y = (int.from_bytes(unb64(key[name]), "big") for name in "xy")
    return (y * y - (x * x * x - 3 * x + b)) % p == 0


def sign(key, typ, payload):
    """A compact JWS whose signature has the lower s."""
    token = jws.JWS(json.dumps(payload, ensure_ascii=False))
    token.add_signature(jwk.JWK(**key), None, json.dumps({"alg": "ES256", "typ": typ, "kid": thumbprint(key)}))
    head, body, signature = token.serialize(compact=True).split(".")
    r, s = unb64(signature)[:32], int.from_bytes(unb64(signature)[32:], "big")
    return f"{head}.{body}.{b64(r + min(s, ORDER_OF_P256 - s).to_bytes(32, 'big'))}"


def open_token(token, typ, key_of):
    """The payload, and the key that signed it: that of the header's `kid` by `key_of`, or of its `jwk` where that is None."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+", token): raise Problem(400, "malformed")
    head, body, signature = token.split(".")
    bad, name = Problem(401, "bad-signature"), "kid" if key_of else "jwk"
    try: header, raw = strict_json(unb64(head)), unb64(signature)
    except ValueError: raise bad
    if not isinstance(header, dict) or set(header) != {"alg", "typ", name}: raise bad
    if header["alg"] != "ES256" or header["typ"] != typ: raise bad
    known = key_of(header["kid"]) if key_of else header["jwk"]
    if known is None: raise Problem(401, "unknown-key")
    try: key = jwk.JWK(**known)
    except Exception: raise bad
    if len(raw) != 64 or int.from_bytes(raw[32:], "big") > ORDER_OF_P256 // 2: raise bad
    check = jws.JWS(); check.deserialize(token)
    try: check.verify(key)
    except jws.InvalidJWSSignature: raise bad
    try: return strict_json(unb64(body)), json.loads(key.export_public())
    except ValueError: raise Problem(400, "malformed")


# -- a file, a port, and a person at a keyboard

def read_file(path, otherwise):
    try: return json.load(open(path))
    except FileNotFoundError: return otherwise


def write_file(path, value):
    with open(path + ".new", "w") as file:
        json.dump(value, file); file.flush(); os.fsync(file.fileno())
    os.replace(path + ".new", path)


def serve(port, respond, orders, save):
    """HTTP on a port, and one order a line on the input; one after the other, and stored before it is answered."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            length = int(self.headers.get("content-length") or 0)
            body = self.rfile.read(min(length, 70000)).decode("latin-1")
            headers = {name.lower(): value for name, value in self.headers.items()}
            with lock:
                status, said = respond(self.command, self.path, headers, body)
                save()
            data = json.dumps(said, ensure_ascii=False).encode()
            kind = "application/problem+json" if status >= 400 else "application/json"
            told = {"content-type": kind, "cache-control": "no-store", "content-length": str(len(data))}
            if status == 401: told["www-authenticate"] = "JWS"
            self.send_response(status)
            for name, value in told.items(): self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = answer
        def log_message(self, *_): pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for line in sys.stdin:
        asked = json.loads(line)
        with lock:
            try: told = {"output": orders[asked["order"]](**asked["input"])}
            except KeyError: told = {"error": f"there is no {asked['order']}, or nothing that it names"}
            except ValueError as failure: told = {"error": str(failure)}
            save()
        print(json.dumps(told, ensure_ascii=False), flush=True)
