"""A payment provider in Python, written against the OpenAPI description: standard library and jwcrypto, and nothing of ours.

Usage: provider.py PORT STATE_FILE OPENAPI_FILE PROFILE_FILE. It serves HTTP, and is its own operator command: one order a line on its
input, one answer a line on its output. Nothing here is about money; it shows that the contract can be kept by others.
"""

import base64, hashlib, json, re, sys, threading, time, uuid
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from jwcrypto import jwk, jws

PORT, STATE_FILE, OPENAPI_FILE = int(sys.argv[1]), sys.argv[2], sys.argv[3]
AUDIENCE = f"http://127.0.0.1:{PORT}"
PROFILE = json.load(open(sys.argv[4]))
POLICY = {"id": "generic-unbind", "version": "1", "text": {"zh-CN": "解绑后，这台终端不能再收款。", "en": "Once it is unbound, this terminal takes no payments."}}
SCHEMAS = json.load(open(OPENAPI_FILE))["components"]["schemas"]
ORDER_OF_P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
DAY = 86400.0
lock = threading.Lock()


class Problem(Exception):
    def __init__(self, status, kind, **members):
        self.status, self.kind, self.members = status, kind, members


# -- bytes and times

def b64(data): return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
def sha(text): return b64(hashlib.sha256(text.encode()).digest())
def reference(token): return sha(token.rsplit(".", 1)[0])
def instant(seconds): return datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
def seconds(text): return datetime.fromisoformat(re.sub(r"[zZ]$", "+00:00", text)).timestamp()


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


def fits(value, schema):
    """As much of JSON Schema as the description uses."""
    if "$ref" in schema: return fits(value, SCHEMAS[schema["$ref"].rsplit("/", 1)[1]])
    for word in ("anyOf", "oneOf"):
        if word in schema and not any(fits(value, each) for each in schema[word]): return False
    if "const" in schema and (value != schema["const"] or type(value) is not type(schema["const"])): return False
    if "enum" in schema and value not in schema["enum"]: return False
    kind = schema.get("type")
    if kind == "string":
        if not isinstance(value, str) or not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 10**6): return False
        return "pattern" not in schema or re.search(schema["pattern"], value) is not None
    if kind in ("integer", "number"):
        if isinstance(value, bool) or not isinstance(value, (int, float) if kind == "number" else int): return False
        return schema.get("minimum", value) <= value <= schema.get("maximum", value)
    if kind == "boolean": return isinstance(value, bool)
    if kind == "array":
        if not isinstance(value, list) or not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 10**6): return False
        return all(fits(each, schema.get("items", {})) for each in value)
    if kind == "object":
        if not isinstance(value, dict) or any(name not in value for name in schema.get("required", [])): return False
        known = schema.get("properties", {})
        if schema.get("additionalProperties") is False and any(name not in known for name in value): return False
        return all(fits(value[name], known[name]) for name in value if name in known)
    return True


# -- what is kept: one file, whole or not at all

EMPTY = {"key": None, "agreement": None, "terminals": {}, "keys": {}, "codes": {}, "nonces": {}, "requests": {}, "turned": {}, "answers": {}, "reports": {}}
state = {}


def load():
    global state, signing, agreement
    try: state = json.load(open(STATE_FILE))
    except FileNotFoundError: state = json.loads(json.dumps(EMPTY))
    for name in ("key", "agreement"):
        if state[name] is None: state[name] = json.loads(jwk.JWK.generate(kty="EC", crv="P-256").export())
    signing, agreement = jwk.JWK(**state["key"]), jwk.JWK(**state["agreement"])
    save()


def save():
    import os
    with open(STATE_FILE + ".new", "w") as file:
        json.dump(state, file); file.flush(); os.fsync(file.fileno())
    os.replace(STATE_FILE + ".new", STATE_FILE)


def public(key):
    said = json.loads(key.export_public())
    return {name: said[name] for name in ("kty", "crv", "x", "y")}


# -- signatures

def sign(typ, sn, payload):
    payload = {"iss": AUDIENCE, "aud": state["terminals"][sn]["kid"], **payload}
    token = jws.JWS(json.dumps(payload, ensure_ascii=False))
    token.add_signature(signing, None, json.dumps({"alg": "ES256", "typ": typ, "kid": signing.thumbprint()}))
    head, body, signature = token.serialize(compact=True).split(".")
    r, s = unb64(signature)[:32], int.from_bytes(unb64(signature)[32:], "big")
    return f"{head}.{body}.{b64(r + min(s, ORDER_OF_P256 - s).to_bytes(32, 'big'))}"


def open_message(token, typ, schema, introduces=False):
    """The payload, and the terminal whose key has signed it; with `introduces` the key itself."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+", token): raise Problem(400, "malformed")
    head, body, signature = token.split(".")
    bad = Problem(401, "bad-signature")
    try: header, raw = strict_json(unb64(head)), unb64(signature)
    except ValueError: raise bad
    wanted = {"alg", "typ", "jwk" if introduces else "kid"}
    if not isinstance(header, dict) or set(header) != wanted or header["alg"] != "ES256" or header["typ"] != typ: raise bad
    if not introduces and header["kid"] not in state["keys"]: raise Problem(401, "unknown-key")
    try: key = jwk.JWK(**(header["jwk"] if introduces else state["keys"][header["kid"]]["jwk"]))
    except Exception: raise bad
    if len(raw) != 64 or int.from_bytes(raw[32:], "big") > ORDER_OF_P256 // 2: raise bad
    check = jws.JWS(); check.deserialize(token)
    try: check.verify(key)
    except jws.InvalidJWSSignature: raise bad
    try: payload = strict_json(unb64(body))
    except ValueError: raise Problem(400, "malformed")
    if not fits(payload, SCHEMAS[schema]): raise Problem(400, "malformed")
    if payload["aud"] != AUDIENCE: raise bad
    created = payload.get("createdAt")
    if created and seconds(created) > time.time() + 300: raise clock_skew()
    return payload, key if introduces else state["terminals"][state["keys"][header["kid"]]["sn"]]


def clock_skew(): return Problem(400, "clock-skew", serverTime=instant(time.time()))


def open_query(headers, path):
    scheme, _, token = (headers.get("authorization") or "").partition(" ")
    if scheme != "JWS" or not token: raise Problem(401, "bad-signature")
    payload, terminal = open_message(token, "terminal-query+jws", "QueryPayload")
    if payload["path"] != path: raise Problem(401, "bad-signature")
    if payload["sn"] != terminal["sn"]: raise Problem(422, "identity-mismatch")
    if abs(seconds(payload["createdAt"]) - time.time()) > 300: raise clock_skew()
    if payload["nonce"] in state["nonces"]: raise Problem(409, "stale", serverTime=instant(time.time()))
    state["nonces"][payload["nonce"]] = time.time()
    told, heard = payload.get("journal"), terminal["heard"]
    if told and told["seq"] > (heard["journal"] or {"seq": -1})["seq"]: heard["journal"] = told
    return terminal, payload["nonce"]


# -- enrolment and bindings

def binding_of(terminal):
    binding = terminal["binding"]
    said = {
        "providerId": "generic-pos", "bindingKind": binding["kind"], "state": binding["state"], "sn": terminal["sn"],
        "epoch": binding["epoch"], "merchantName": "Corner shop", "merchantIdMasked": "•••0001", "fiveElements": binding["five"],
        "policy": {name: POLICY[name] for name in ("id", "version")}, "boundAt": instant(binding["boundAt"]), "issuedAt": instant(time.time()),
    }
    binding["serial"] += 1
    return sign("binding+jws", terminal["sn"], {**said, "serial": binding["serial"]})


def enrol(body, headers):
    payload, key = open_message(body, "enrolment+jws", "EnrolmentPayload", introduces=True)
    kid, sn, code = key.thumbprint(), payload["sn"], state["codes"].get(sha(payload["code"]))
    if sn not in state["terminals"]: raise Problem(404, "unknown-terminal")
    refused = lambda **said: Problem(403, "code-refused", **said)
    if not code: raise refused()
    if code["sn"] != sn: raise refused(codeState="of_another_terminal")
    if code["kid"] not in (None, kid): raise refused(codeState="used")
    if code["kid"] is None and code["until"] <= time.time(): raise refused(codeState="expired")
    terminal = state["terminals"][sn]
    if payload["imei"] != terminal["imei"]: raise Problem(422, "identity-mismatch")
    if payload["agreement"]["upstreamKid"] != agreement.thumbprint() or not on_curve(payload["agreement"]["key"]): raise Problem(400, "malformed")
    if code["kid"] is None:
        state["keys"][kid] = {"sn": sn, "jwk": public(key)}
        terminal["kid"], terminal["half"] = kid, payload["agreement"]["key"]
        terminal["heard"] = {"requests": 0, "lastRequestId": None, "journal": None}
        code["kid"], code["answer"] = kid, {"deviceKid": kid, "bindings": [binding_of(terminal)]}
    return 201, code["answer"]


def on_curve(key):
    p = 2**256 - 2**224 + 2**192 + 2**96 - 1
    b = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
    x, y = (int.from_bytes(unb64(key[name]), "big") for name in "xy")
    return (y * y - (x * x * x - 3 * x + b)) % p == 0


def tell_bindings(path, headers):
    terminal, nonce = open_query(headers, path)
    order = terminal["order"] and state["requests"][terminal["order"]]
    heard = sign("terminal-heard+jws", terminal["sn"], {"sn": terminal["sn"], "nonce": nonce, **terminal["heard"], "at": instant(time.time())})
    told = {"bindings": [binding_of(terminal)], "heard": heard}
    return 200, {**told, "order": order["jws"]} if order and order["state"] == "approved" else told


def tell_profiles(path, headers):
    terminal, _ = open_query(headers, path)
    said = {"profile": PROFILE, "contacts": [], "policy": POLICY, "brand": {"colour": "#0b7285"}, "issuedAt": instant(time.time()), "serial": 1}
    return 200, {"profiles": [sign("provider-profile+jws", terminal["sn"], said)]}


def agreed(consent):
    text = POLICY["text"].get(consent.get("language"))
    return text is not None and (consent["policyId"], consent["policyVersion"], consent.get("textHash")) == (POLICY["id"], POLICY["version"], sha(text))


# -- requests

def take(terminal, record):
    if record["requestId"] not in state["requests"]:
        terminal["heard"].update(requests=terminal["heard"]["requests"] + 1, lastRequestId=record["requestId"])
    state["requests"][record["requestId"]] = record


def standing(record, status=200):
    told = {"requestId": record["requestId"], "state": record["state"], "updatedAt": instant(record["at"])}
    for name, states in (("grant", ["approved"]), ("receipt", ["unbound"]), ("decision", ["rejected", "cancelled"]), ("demand", ["verification_required"]), ("hold", ["risk_hold"])):
        if record["state"] in states and record.get(name): told[name] = record[name]
    return status, told


def move(record, to): record["state"], record["at"] = to, time.time()
def facts(record): return {name: record[name] for name in ("requestId", "requestHash", "sn", "epoch", "bindingKind")}
def open_of(terminal): return next((r for r in state["requests"].values() if r["sn"] == terminal["sn"] and r["state"] not in ("unbound", "rejected", "cancelled")), None)


def decide(record, outcome, code):
    record["decision"] = sign("unbind-decision+jws", record["sn"], {**facts(record), "outcome": outcome, "code": code, "at": instant(time.time())})


def own(terminal, request_id):
    record = state["requests"].get(request_id)
    if not record or record["sn"] != terminal["sn"]: raise Problem(404, "unknown-request")
    return record


def submit(body, headers):
    key = re.fullmatch(r'"([^"]+)"', headers.get("idempotency-key") or "")
    if not key: raise Problem(400, "idempotency-key-missing")
    payload, terminal = open_message(body, "unbind-request+jws", "RequestPayload")
    request_id, known = payload["requestId"], state["requests"].get(payload["requestId"])
    if key[1] != request_id or (known and known["jws"] != body): raise Problem(422, "idempotency-conflict")
    if known: return standing(known, 202)
    if (payload["device"]["sn"], payload["device"]["imei"]) != (terminal["sn"], terminal["imei"]): raise Problem(422, "identity-mismatch")
    if request_id in state["turned"]: raise Problem(404, "unknown-request", decision=state["turned"][request_id])
    if seconds(payload["expiresAt"]) <= time.time(): raise Problem(409, "stale", serverTime=instant(time.time()))
    binding, other = terminal["binding"], open_of(terminal)
    if payload["epoch"] != binding["epoch"] or binding["state"] != "bound": raise Problem(409, "epoch-mismatch")
    if not agreed(payload.get("consent", {})): raise Problem(409, "policy-outdated")
    if other: raise Problem(409, "request-already-open", requestId=other["requestId"])
    record = {"requestId": request_id, "requestHash": reference(body), "sn": terminal["sn"], "epoch": binding["epoch"], "bindingKind": binding["kind"], "jws": body, "ordered": False, "executions": {}, "acknowledgements": {}}
    move(record, "submitted")
    take(terminal, record)
    return standing(record, 202)


def cancel(request_id, body):
    payload, terminal = open_message(body, "unbind-cancellation+jws", "CancellationPayload")
    if payload["requestId"] != request_id: raise Problem(400, "malformed")
    if request_id not in state["requests"]:
        if payload.get("bindingKind"):
            told = {name: payload[name] for name in ("requestId", "requestHash", "sn", "epoch", "bindingKind")}
            state["turned"][request_id] = sign("unbind-decision+jws", terminal["sn"], {**told, "outcome": "cancelled", "code": "unknown-request", "at": instant(time.time())})
        raise Problem(404, "unknown-request", **({"decision": state["turned"][request_id]} if request_id in state["turned"] else {}))
    record = own(terminal, request_id)
    if payload["requestHash"] != record["requestHash"]: raise Problem(422, "idempotency-conflict")
    if record["ordered"] or record["state"] in ("unbound", "rejected"): raise Problem(409, "not-cancellable", requestId=request_id)
    if record["state"] != "cancelled":
        move(record, "cancelled"); decide(record, "cancelled", "withdrawn")
    return standing(record)


def demand(record):
    what = record["proof"]
    how = {"kind": "code", "sentTo": what["sentTo"], "triesLeft": what["tries"]}
    said = {"requestId": record["requestId"], "requestHash": record["requestHash"], "ref": what["ref"], "factor": what["factor"], "how": how, "expiresAt": instant(time.time() + 600)}
    record["demand"] = sign("verification-demand+jws", record["sn"], said)


def prove(request_id, body):
    payload, terminal = open_message(body, "unbind-verification+jws", "VerificationPayload")
    record = own(terminal, request_id)
    proof = record.get("proof")
    if proof and sha(body) == proof["right"]: return standing(record)
    if not proof or record["state"] != "verification_required" or payload["ref"] != proof["ref"]: raise Problem(403, "verification-refused")
    if sha(payload["code"]) == proof["code"]:
        proof["right"] = sha(body); move(record, "under_review")
        return standing(record)
    if sha(body) not in proof["wrong"]:
        proof["wrong"].append(sha(body)); proof["tries"] -= 1; demand(record)
    raise Problem(403, "verification-refused", triesLeft=proof["tries"])


# -- the end of a binding

def end(record, execution=None):
    terminal = state["terminals"][record["sn"]]
    binding = terminal["binding"]
    # A binding ends once: who comes second is told so, and when it was.
    outcome = "unbound_now" if binding["state"] == "bound" else "already_unbound"
    if outcome == "unbound_now": binding["state"], binding["endedAt"] = "unbound", time.time()
    said = {**facts(record), "receiptId": str(uuid.uuid4()), "outcome": outcome, "unboundAt": instant(binding["endedAt"]), "imeiHash": sha(terminal["imei"]), "subjectMasked": "Corner shop •••0001", "paymentsMayContinue": False, "followUps": []}
    if execution: said["executionHash"] = reference(execution)
    record["receipt"] = sign("unbind-receipt+jws", record["sn"], said)
    move(record, "unbound")


def execute(request_id, body, headers):
    payload, terminal = open_message(body, "unbind-execution+jws", "ExecutionPayload")
    if headers.get("idempotency-key") != f'"{payload["executionId"]}"': raise Problem(400, "idempotency-key-missing")
    if payload["requestId"] != request_id: raise Problem(400, "malformed")
    record = own(terminal, request_id)
    before = record["executions"].get(payload["executionId"])
    if before and before != body: raise Problem(422, "idempotency-conflict")
    if before: return standing(record)
    if payload["sn"] != terminal["sn"]: raise Problem(422, "identity-mismatch")
    if record["state"] != "approved": raise Problem(409, "not-approved", requestId=request_id)
    if payload["epoch"] != record["epoch"]: raise Problem(409, "epoch-mismatch")
    grant = record["grant"] if not record["ordered"] else record["jws"]
    fits_grant = (payload["grantId"], payload["grantHash"], payload["requestHash"]) == (record["grantId"], reference(grant), record["requestHash"])
    funds, failed = payload["funds"], any(check["outcome"] == "failed" for check in payload["checks"])
    if not fits_grant or failed or funds["openBatch"] or funds["storedOffline"]: raise Problem(409, "grant-refused", requestId=request_id)
    record["executions"][payload["executionId"]] = body
    end(record, body)
    return standing(record)


def acknowledge(record, attestation):
    said = {"requestId": record["requestId"], "attestationHash": reference(attestation), "bindingState": state["terminals"][record["sn"]]["binding"]["state"], "at": instant(time.time())}
    return sign("attestation-ack+jws", record["sn"], said)


def attest(request_id, body):
    payload, terminal = open_message(body, "wipe-attestation+jws", "AttestationPayload")
    record = own(terminal, request_id)
    if record["state"] != "unbound": raise Problem(409, "not-unbound", requestId=request_id)
    told = record["acknowledgements"]
    if reference(body) not in told: told[reference(body)] = acknowledge(record, body)
    return 200, {"acknowledgement": told[reference(body)]}


def report(body):
    payload, terminal = open_message(body, "offline-report+jws", "OfflineReportPayload")
    if sha(body) in state["reports"]: return 200, state["reports"][sha(body)]
    answer = state["answers"].get(sha(re.sub(r"[ -]", "", payload["challenge"])))
    refused = Problem(409, "offline-refused", requestId=payload["requestId"])
    if not answer or answer["sn"] != terminal["sn"] or answer["epoch"] != payload["epoch"] or payload.get("answer", answer["jws"]) != answer["jws"]: raise refused
    request, signer = open_message(payload["request"], "unbind-request+jws", "RequestPayload")
    if signer["sn"] != terminal["sn"] or reference(payload["request"]) != payload["requestHash"]: raise refused
    record = {"requestId": request["requestId"], "requestHash": payload["requestHash"], "sn": terminal["sn"], "epoch": payload["epoch"], "bindingKind": terminal["binding"]["kind"], "jws": payload["request"], "ordered": False, "executions": {}, "acknowledgements": {}}
    take(terminal, record)
    end(record)
    state["reports"][sha(body)] = {"receipt": record["receipt"], "acknowledgement": acknowledge(record, payload["attestation"])}
    return 200, state["reports"][sha(body)]


# -- what the operator does

def summary(record): return {"requestId": record["requestId"], "sn": record["sn"], "state": record["state"]}
def terminal_summary(t): return {"sn": t["sn"], "epoch": t["binding"]["epoch"], "bindingState": t["binding"]["state"]}


def op_register(sn, imei, **_):
    five = {"acquirerCode": "48120000", "merchantCodeHash": sha(sn), "creditCodeHash": sha(imei), "settlementAccountMasked": "••••0001", "addressMasked": "•• Road"}
    binding = {"kind": "terminal_to_merchant", "state": "bound", "epoch": 1, "serial": 0, "five": five, "boundAt": time.time()}
    state["terminals"][sn] = {"sn": sn, "imei": imei, "kid": None, "half": None, "order": None, "binding": binding}
    return terminal_summary(state["terminals"][sn])


def op_code(sn, validMs=DAY * 1000):
    code = f"{uuid.uuid4().hex[:12]}".upper()
    state["codes"][sha(code)] = {"sn": sn, "until": time.time() + validMs / 1000, "kid": None, "answer": None}
    return {"code": code}


def op_desk(sn, **_):
    state["terminals"][sn]["binding"].update(state="unbound", endedAt=time.time())
    return terminal_summary(state["terminals"][sn])


def op_bind_again(sn, **_):
    binding = state["terminals"][sn]["binding"]
    binding.update(state="bound", epoch=binding["epoch"] + 1, boundAt=time.time())
    return terminal_summary(state["terminals"][sn])


def op_order(sn, reason="other", **_):
    terminal, request_id, now = state["terminals"][sn], str(uuid.uuid4()), time.time()
    binding = terminal["binding"]
    said = {"schemaVersion": 2, "requestId": request_id, "providerId": "generic-pos", "bindingKind": binding["kind"], "sn": sn, "imeiHash": sha(terminal["imei"]), "epoch": binding["epoch"], "reason": {"code": reason}, "issuedAt": instant(now), "expiresAt": instant(now + 7 * DAY)}
    order = sign("unbind-order+jws", sn, said)
    record = {"requestId": request_id, "requestHash": reference(order), "sn": sn, "epoch": binding["epoch"], "bindingKind": binding["kind"], "jws": order, "ordered": True, "grantId": request_id, "executions": {}, "acknowledgements": {}}
    move(record, "approved")
    state["requests"][request_id], terminal["order"] = record, request_id
    return summary(record)


def op_approve(requestId):
    record, now = state["requests"][requestId], time.time()
    record["grantId"] = str(uuid.uuid4())
    record["grant"] = sign("unbind-grant+jws", record["sn"], {**facts(record), "grantId": record["grantId"], "grantedAt": instant(now), "expiresAt": instant(now + DAY)})
    move(record, "approved")
    return summary(record)


def op_reject(requestId, code, **_):
    record = state["requests"][requestId]
    move(record, "rejected"); decide(record, "rejected", code)
    return summary(record)


def op_hold(requestId, code="risk_review", **_):
    record = state["requests"][requestId]
    record["hold"] = {"code": code}; move(record, "risk_hold")
    return summary(record)


def op_lift(requestId):
    move(state["requests"][requestId], "under_review")
    return summary(state["requests"][requestId])


def op_demand(requestId, factor, how, **_):
    record, code = state["requests"][requestId], how.get("code", "135790")
    record["proof"] = {"ref": str(uuid.uuid4()), "factor": factor, "code": sha(code), "sentTo": how.get("sentTo", "••••"), "tries": how.get("tries", 3), "wrong": [], "right": None}
    move(record, "verification_required"); demand(record)
    return {**summary(record), "ref": record["proof"]["ref"], "code": code}


def op_answer(challenge, **_):
    alphabet, letters = "BCDFGHJKLMNPQRSTVWXZ", re.sub(r"[ -]", "", challenge).upper()
    number = 0
    for letter in letters[:-1]: number = number * 20 + alphabet.index(letter)
    tag = f"{number:020x}"[:8]
    for terminal in state["terminals"].values():
        binding = terminal["binding"]
        named = json.dumps(["jiebang offline unbind terminal v1", terminal["sn"], binding["kind"], binding["epoch"]], separators=(",", ":"))
        if hashlib.sha256(named.encode()).hexdigest()[:8] != tag: continue
        said = {"answerId": str(uuid.uuid4()), "challengeHash": sha(letters), "sn": terminal["sn"], "epoch": binding["epoch"], "bindingKind": binding["kind"], "answeredAt": instant(time.time()), "expiresAt": instant(time.time() + 3600)}
        token = sign("offline-answer+jws", terminal["sn"], said)
        state["answers"][sha(letters)] = {"sn": terminal["sn"], "epoch": binding["epoch"], "jws": token}
        return {"jws": token, "sn": terminal["sn"]}
    raise ValueError("no terminal has made this challenge")


ORDERS = {
    "describe": lambda: {"audience": AUDIENCE, "keys": [public(signing)], "agreementKey": public(agreement), "restarts": True},
    "restart": load, "registerTerminal": op_register, "issueCode": op_code, "unbindAtDesk": op_desk, "bindAgain": op_bind_again,
    "orderUnbind": op_order, "approve": op_approve, "reject": op_reject, "hold": op_hold, "lift": op_lift, "demand": op_demand, "answer": op_answer,
    "list": lambda: {"terminals": [terminal_summary(t) for t in state["terminals"].values()], "requests": [summary(r) for r in state["requests"].values()], "answers": []},
}


# -- HTTP

def respond(method, path, headers, body):
    if len(body) > 65536: raise Problem(413, "too-large")
    if method == "POST" and headers.get("content-type") != "application/jose": raise Problem(400, "malformed")
    found = re.fullmatch(r"/v1/unbind-requests/([0-9a-f-]{36})(?:/(\w+))?", path)
    if method == "GET":
        if path == "/v1/health": return 200, {"status": "ok", "serverTime": instant(time.time())}
        if re.fullmatch(r"/v1/terminals/[^/]+/bindings", path): return tell_bindings(path, headers)
        if re.fullmatch(r"/v1/terminals/[^/]+/profiles", path): return tell_profiles(path, headers)
        if found and not found[2]: return standing(own(open_query(headers, path)[0], found[1]))
    if method == "POST":
        if path == "/v1/enrolments": return enrol(body, headers)
        if path == "/v1/unbind-requests": return submit(body, headers)
        if path == "/v1/offline-unbinds": return report(body)
        if found and found[2] == "cancellation": return cancel(found[1], body)
        if found and found[2] == "verification": return prove(found[1], body)
        if found and found[2] == "execution": return execute(found[1], body, headers)
        if found and found[2] == "attestation": return attest(found[1], body)
    raise Problem(404, "not-found")


class Handler(BaseHTTPRequestHandler):
    def answer(self):
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(min(length, 70000)).decode("latin-1")
        headers = {name.lower(): value for name, value in self.headers.items()}
        more = {}
        with lock:
            try: status, said = respond(self.command, self.path, headers, body)
            except Problem as problem:
                status, said = problem.status, {"type": f"urn:jiebang:problem:{problem.kind}", "status": problem.status, **problem.members}
                more = {"www-authenticate": "JWS"} if status == 401 else {}
            save()
        data = json.dumps(said, ensure_ascii=False).encode()
        self.send_response(status)
        kind = "application/problem+json" if status >= 400 else "application/json"
        for name, value in {"content-type": kind, "cache-control": "no-store", "content-length": str(len(data)), **more}.items(): self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = answer
    def log_message(self, *_): pass


load()
server = ThreadingHTTPServer(("127.0.0.1", PORT), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
for line in sys.stdin:
    asked = json.loads(line)
    with lock:
        try: told = {"output": ORDERS[asked["order"]](**asked["input"])}
        except KeyError: told = {"error": f"there is no {asked['order']}, or nothing that it names"}
        except ValueError as failure: told = {"error": str(failure)}
        save()
    print(json.dumps(told, ensure_ascii=False), flush=True)
