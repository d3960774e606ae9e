"""A payment provider in Python, written against the OpenAPI description: standard library and jwcrypto, and nothing of ours.

Usage: provider.py PORT STATE_FILE OPENAPI_FILE PROFILE_FILE. It serves HTTP, and is its own operator command: one order a
line on its input, one answer a line on its output. Nothing here is about money; it shows that the contract can be kept by others.
What any framework would bring along is in wire.py.
"""

import hashlib, json, re, sys, time, uuid
import wire
from wire import Problem, instant, reference, seconds, sha, thumbprint

PORT, STATE_FILE, OPENAPI_FILE = int(sys.argv[1]), sys.argv[2], sys.argv[3]
AUDIENCE = f"http://127.0.0.1:{PORT}"
PROFILE = json.load(open(sys.argv[4]))
POLICY = {"id": "generic-unbind", "version": "1", "text": {"zh-CN": "解绑后，这台终端不能再收款。", "en": "Once it is unbound, this terminal takes no payments."}}
DAY = 86400.0
fits = wire.schema_check(json.load(open(OPENAPI_FILE))["components"]["schemas"])


# -- what is kept

TABLES = ("terminals", "keys", "codes", "nonces", "requests", "turned", "answers", "reports", "retold")
state = {}


def load():
    fresh = {"signing": [{"key": wire.new_key(), "from": 0.0, "to": None}], "agreement": wire.new_key(), "sets": []}
    state.clear()
    state.update(wire.read_file(STATE_FILE, {**fresh, **{name: {} for name in TABLES}}))
    save()


def save(): wire.write_file(STATE_FILE, state)


# -- the provider's own keys: the last one signs, and each has handed on to the next

def sign_for(sn, typ, payload):
    return wire.sign(state["signing"][-1]["key"], typ, {"iss": AUDIENCE, "aud": state["terminals"][sn]["kid"], **payload})


def rotate(overlapMs=30 * DAY * 1000):
    now, signer = time.time(), state["signing"][-1]["key"]
    for known in state["signing"]: known["to"] = min(known["to"] or now + overlapMs / 1000, now + overlapMs / 1000)
    state["signing"].append({"key": wire.new_key(), "from": now, "to": None})
    keys = [{"key": wire.public(each["key"]), "notBefore": instant(each["from"]), **({"notAfter": instant(each["to"])} if each["to"] else {})} for each in state["signing"]]
    previous = reference(state["sets"][-1]) if state["sets"] else None
    said = {"iss": AUDIENCE, "serial": len(state["sets"]) + 1, "previous": previous, "keys": keys, "issuedAt": instant(now)}
    state["sets"].append(wire.sign(signer, "upstream-keys+jws", said))
    return {"serial": said["serial"], "keys": keys}


def has_ended(token):
    kid = wire.header_of(token).get("kid")
    return any(each["to"] and each["to"] <= time.time() and thumbprint(each["key"]) == kid for each in state["signing"])


def texts_of(token): return [token, *state["retold"].get(reference(token), [])]
def names(said, token): return said in [reference(text) for text in texts_of(token)]


def in_force(value):
    """The same, with what an ended key has signed signed anew: each time in one text."""
    if isinstance(value, list): return [in_force(each) for each in value]
    if isinstance(value, dict): return {name: in_force(each) for name, each in value.items()}
    if not isinstance(value, str) or not re.fullmatch(r"eyJ[\w-]+\.[\w-]+\.[\w-]+", value) or not has_ended(value): return value
    last = texts_of(value)[-1]
    if has_ended(last):
        last = wire.sign(state["signing"][-1]["key"], wire.header_of(value)["typ"], wire.payload_of(value))
        state["retold"].setdefault(reference(value), []).append(last)
    return last


# -- what terminals sign

# What a terminal keeps and sends again as it was signed, perhaps by a clock that was set since.
KEPT = {f"{name}+jws" for name in ("unbind-request", "unbind-cancellation", "unbind-execution", "wipe-attestation", "offline-report")}
def is_ahead(payload): return seconds(payload["createdAt"]) > time.time() + 300
def clock_skew(): return Problem(400, "clock-skew", serverTime=instant(time.time()))
def stale(): return Problem(409, "stale", serverTime=instant(time.time()))
def about(request_id, status, kind, **members): return Problem(status, kind, requestId=request_id, **members)


def heard_by(kid):
    """The key in use, or the one that is to take its place."""
    key = state["keys"].get(kid)
    return key if key and kid in (state["terminals"][key["sn"]]["kid"], state["terminals"][key["sn"]]["next"]) else {}


def take_up(terminal, kid):
    """A key that was to take the place of the one before has done so once it has signed something."""
    if terminal["next"] == kid: terminal["kid"], terminal["next"] = kid, None


def open_message(token, typ, schema, introduces=False):
    """The payload, and the terminal whose key has signed it; with `introduces` the key itself."""
    known = lambda kid: heard_by(kid).get("jwk")
    payload, key = wire.open_token(token, typ, None if introduces else known)
    if not fits(payload, schema): raise Problem(400, "malformed")
    if payload["aud"] != AUDIENCE: raise Problem(401, "bad-signature")
    if typ not in KEPT and "createdAt" in payload and is_ahead(payload): raise clock_skew()
    if introduces: return payload, key
    kid = thumbprint(key)
    terminal = state["terminals"][state["keys"][kid]["sn"]]
    take_up(terminal, kid)
    return payload, terminal


def open_query(headers, path):
    scheme, _, token = (headers.get("authorization") or "").partition(" ")
    if scheme != "JWS" or not token: raise Problem(401, "bad-signature")
    payload, terminal = open_message(token, "terminal-query+jws", "QueryPayload")
    if payload["path"] != path: raise Problem(401, "bad-signature")
    if payload["sn"] != terminal["sn"]: raise Problem(422, "identity-mismatch")
    if abs(seconds(payload["createdAt"]) - time.time()) > 300: raise clock_skew()
    if payload["nonce"] in state["nonces"]: raise stale()
    state["nonces"][payload["nonce"]] = time.time()
    told, heard = payload.get("journal"), terminal["heard"]
    if told and told["seq"] > (heard["journal"] or {"seq": -1})["seq"]: heard["journal"] = told
    return terminal, payload["nonce"]


# -- enrolment and bindings

def binding_of(terminal):
    binding, five = terminal["binding"], terminal["binding"]["five"]
    binding["serial"] += 1
    return sign_for(terminal["sn"], "binding+jws", {
        "providerId": "generic-pos", "bindingKind": binding["kind"], "state": binding["state"], "sn": terminal["sn"],
        "epoch": binding["epoch"], "merchantName": "Corner shop", "merchantIdMasked": "•••0001", "fiveElements": five,
        "policy": {name: POLICY[name] for name in ("id", "version")}, "boundAt": instant(binding["boundAt"]),
        "issuedAt": instant(time.time()), "serial": binding["serial"],
    })


def enrol(body, headers):
    payload, key = open_message(body, "enrolment+jws", "EnrolmentPayload", introduces=True)
    kid, sn, code = thumbprint(key), payload["sn"], state["codes"].get(sha(payload["code"]))
    if sn not in state["terminals"]: raise Problem(404, "unknown-terminal")
    refused = lambda **said: Problem(403, "code-refused", **said)
    if not code: raise refused()
    if code["sn"] != sn: raise refused(codeState="of_another_terminal")
    if code["kid"] not in (None, kid): raise refused(codeState="used")
    if code["kid"] is None and code["until"] <= time.time(): raise refused(codeState="expired")
    terminal, agreement = state["terminals"][sn], payload["agreement"]
    if payload["imei"] != terminal["imei"]: raise Problem(422, "identity-mismatch")
    if agreement["upstreamKid"] != thumbprint(state["agreement"]) or not wire.on_curve(agreement["key"]): raise Problem(400, "malformed")
    if code["kid"] is None:
        state["keys"][kid] = {"sn": sn, "jwk": wire.public(key)}
        terminal.update(kid=kid, half=agreement["key"], next=None, agreedBy=kid, heard={"requests": 0, "lastRequestId": None, "journal": None})
        code["kid"], code["answer"] = kid, {"deviceKid": kid, "bindings": [binding_of(terminal)]}
    return 201, code["answer"]


def succeed(body, headers):
    payload, key = open_message(body, "key-succession+jws", "SuccessionPayload", introduces=True)
    word, terminal = open_message(payload["successor"], "key-successor+jws", "SuccessorPayload")
    kid, said = thumbprint(key), {word["sn"], payload["sn"]}
    if word["kid"] != kid: raise Problem(401, "bad-signature")
    if time.time() - seconds(word["createdAt"]) > 300: raise clock_skew()
    if said != {terminal["sn"]} or payload["imei"] != terminal["imei"]: raise Problem(422, "identity-mismatch")
    if kid in state["keys"] and terminal["next"] != kid: raise Problem(422, "identity-mismatch")
    if payload["nonce"] in state["nonces"]: raise stale()
    state["nonces"][payload["nonce"]] = time.time()
    state["keys"][kid] = {"sn": terminal["sn"], "jwk": wire.public(key)}
    terminal["next"] = kid
    return 200, {"deviceKid": kid}


def tell_bindings(path, headers):
    terminal, nonce = open_query(headers, path)
    order = state["requests"].get(terminal["order"])
    said = {"sn": terminal["sn"], "nonce": nonce, **terminal["heard"], "at": instant(time.time())}
    told = {"bindings": [binding_of(terminal)], "heard": sign_for(terminal["sn"], "terminal-heard+jws", said)}
    isDue = order and order["state"] == "approved" and not has_ended(order["jws"])
    return 200, {**told, "order": order["jws"]} if isDue else told


def tell_profiles(path, headers):
    terminal, _ = open_query(headers, path)
    said = {"profile": PROFILE, "contacts": [], "policy": POLICY, "brand": {"colour": "#0b7285"}, "issuedAt": instant(time.time()), "serial": 1}
    return 200, {"profiles": [sign_for(terminal["sn"], "provider-profile+jws", said)]}


def agreed(consent):
    text = POLICY["text"].get(consent.get("language"))
    return text is not None and (consent["policyId"], consent["policyVersion"], consent.get("textHash")) == (POLICY["id"], POLICY["version"], sha(text))


# -- requests

CARRIED = {"approved": "grant", "unbound": "receipt", "rejected": "decision", "cancelled": "decision", "verification_required": "demand", "risk_hold": "hold"}
FACTS = ("requestId", "requestHash", "sn", "epoch", "bindingKind")


def facts(record): return {name: record[name] for name in FACTS}
def move(record, to): record["state"], record["at"] = to, time.time()


def new_record(terminal, request_id, token, **more):
    binding = terminal["binding"]
    about = {"requestId": request_id, "requestHash": reference(token), "sn": terminal["sn"], "epoch": binding["epoch"], "bindingKind": binding["kind"]}
    return {**about, "jws": token, "ordered": False, "executions": {}, "refused": {}, "acknowledgements": {}, **more}


def take(terminal, record):
    if record["requestId"] not in state["requests"]:
        terminal["heard"].update(requests=terminal["heard"]["requests"] + 1, lastRequestId=record["requestId"])
    state["requests"][record["requestId"]] = record


def standing(record, status=200):
    told, name = {"requestId": record["requestId"], "state": record["state"], "updatedAt": instant(record["at"])}, CARRIED.get(record["state"])
    return status, {**told, name: record[name]} if record.get(name) else told


def decide(about, outcome, code, **more):
    said = {**facts(about), "outcome": outcome, "code": code, "at": instant(time.time()), **more}
    return sign_for(about["sn"], "unbind-decision+jws", said)


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
    if is_ahead(payload): raise clock_skew()
    if seconds(payload["expiresAt"]) <= time.time(): raise stale()
    if payload["epoch"] != terminal["binding"]["epoch"] or terminal["binding"]["state"] != "bound": raise Problem(409, "epoch-mismatch")
    if not agreed(payload.get("consent", {})): raise Problem(409, "policy-outdated")
    for other in state["requests"].values():
        if other["sn"] == terminal["sn"] and other["state"] not in ("unbound", "rejected", "cancelled"):
            raise about(other["requestId"], 409, "request-already-open")
    record = new_record(terminal, request_id, body)
    move(record, "submitted")
    take(terminal, record)
    return standing(record, 202)


def cancel(request_id, body, headers):
    payload, terminal = open_message(body, "unbind-cancellation+jws", "CancellationPayload")
    if payload["requestId"] != request_id: raise Problem(400, "malformed")
    if request_id not in state["requests"]:
        if payload.get("bindingKind"): state["turned"][request_id] = decide(payload, "cancelled", "unknown-request")
        told = state["turned"].get(request_id)
        raise Problem(404, "unknown-request", **({"decision": told} if told else {}))
    record = own(terminal, request_id)
    if payload["requestHash"] != record["requestHash"]: raise Problem(422, "idempotency-conflict")
    if record["ordered"] or record["state"] in ("unbound", "rejected"): raise about(request_id, 409, "not-cancellable")
    if record["state"] != "cancelled":
        move(record, "cancelled")
        record["decision"] = decide(record, "cancelled", "withdrawn")
    return standing(record)


def demand(record):
    proof = record["proof"]
    how = {"kind": "code", "sentTo": proof["sentTo"], "triesLeft": proof["tries"]}
    said = {"requestId": record["requestId"], "requestHash": record["requestHash"], "ref": proof["ref"], "factor": proof["factor"], "how": how}
    record["demand"] = sign_for(record["sn"], "verification-demand+jws", {**said, "expiresAt": instant(time.time() + 600)})


def prove(request_id, body, headers):
    payload, terminal = open_message(body, "unbind-verification+jws", "VerificationPayload")
    record = own(terminal, request_id)
    proof = record.get("proof")
    if proof and sha(body) == proof["right"]: return standing(record)
    if not proof or record["state"] != "verification_required" or payload["ref"] != proof["ref"]: raise Problem(403, "verification-refused")
    if sha(payload["code"]) == proof["code"]:
        proof["right"] = sha(body)
        move(record, "under_review")
        return standing(record)
    if sha(body) not in proof["wrong"]:
        proof["wrong"].append(sha(body))
        proof["tries"] -= 1
        demand(record)
    raise Problem(403, "verification-refused", triesLeft=proof["tries"])


# -- the end of a binding

def end(record, execution=None):
    terminal = state["terminals"][record["sn"]]
    binding = terminal["binding"]
    # A binding ends once: who comes second is told so, and when it was.
    outcome = "unbound_now" if binding["state"] == "bound" else "already_unbound"
    if outcome == "unbound_now": binding.update(state="unbound", endedAt=time.time())
    said = {
        **facts(record), "receiptId": str(uuid.uuid4()), "outcome": outcome, "unboundAt": instant(binding["endedAt"]),
        "imeiHash": sha(terminal["imei"]), "subjectMasked": "Corner shop •••0001", "paymentsMayContinue": False, "followUps": [],
    }
    if execution: said["executionHash"] = reference(execution)
    record["receipt"] = sign_for(record["sn"], "unbind-receipt+jws", said)
    move(record, "unbound")


def refuse(record, execution, status, kind):
    """For good, and signed: payments are off on the terminal until it knows."""
    decision = decide(record, "execution_refused", kind, executionHash=reference(execution))
    record["refused"][sha(execution)] = status, kind, decision
    return refused(record, execution)


def refused(record, execution):
    status, kind, decision = record["refused"][sha(execution)]
    return about(record["requestId"], status, kind, decision=decision, serverTime=instant(time.time()))


def execute(request_id, body, headers):
    payload, terminal = open_message(body, "unbind-execution+jws", "ExecutionPayload")
    if headers.get("idempotency-key") != f'"{payload["executionId"]}"': raise Problem(400, "idempotency-key-missing")
    if payload["requestId"] != request_id: raise Problem(400, "malformed")
    record = own(terminal, request_id)
    before = record["executions"].get(payload["executionId"])
    if before and before != body: raise Problem(422, "idempotency-conflict")
    if before: return standing(record)
    if sha(body) in record["refused"]: raise refused(record, body)
    if payload["sn"] != terminal["sn"]: raise Problem(422, "identity-mismatch")
    if record["state"] != "approved": raise about(request_id, 409, "not-approved")
    if payload["epoch"] != record["epoch"]: raise Problem(409, "epoch-mismatch")
    grant, funds = record["jws"] if record["ordered"] else record["grant"], payload["funds"]
    isForIt = (payload["grantId"], payload["requestHash"]) == (record["grantId"], record["requestHash"]) and names(payload["grantHash"], grant)
    failed = any(check["outcome"] == "failed" for check in payload["checks"])
    if not isForIt or failed or funds["openBatch"] or funds["storedOffline"]: raise refuse(record, body, 409, "grant-refused")
    if is_ahead(payload): raise refuse(record, body, 400, "clock-skew")
    record["executions"][payload["executionId"]] = body
    end(record, body)
    return standing(record)


def acknowledge(record, attestation):
    said = {"requestId": record["requestId"], "attestationHash": reference(attestation), "bindingState": state["terminals"][record["sn"]]["binding"]["state"], "at": instant(time.time())}
    return sign_for(record["sn"], "attestation-ack+jws", said)


def attest(request_id, body, headers):
    payload, terminal = open_message(body, "wipe-attestation+jws", "AttestationPayload")
    record = own(terminal, request_id)
    proof = payload["proof"]
    if record["state"] != "unbound" or not names(proof.get("receiptHash"), record["receipt"]): raise about(request_id, 409, "not-unbound")
    told = record["acknowledgements"]
    if reference(body) not in told: told[reference(body)] = acknowledge(record, body)
    return 200, {"acknowledgement": told[reference(body)]}


def report(body, headers):
    payload, terminal = open_message(body, "offline-report+jws", "OfflineReportPayload")
    if sha(body) in state["reports"]: return 200, state["reports"][sha(body)]
    answer, refused = state["answers"].get(sha(re.sub(r"[ -]", "", payload["challenge"]))), about(payload["requestId"], 409, "offline-refused")
    if not answer or answer["sn"] != terminal["sn"] or answer["epoch"] != payload["epoch"] or payload.get("answer", answer["jws"]) != answer["jws"]: raise refused
    request, signer = open_message(payload["request"], "unbind-request+jws", "RequestPayload")
    if signer["sn"] != terminal["sn"] or reference(payload["request"]) != payload["requestHash"]: raise refused
    record = new_record(terminal, request["requestId"], payload["request"], epoch=payload["epoch"])
    take(terminal, record)
    end(record)
    state["reports"][sha(body)] = {"receipt": record["receipt"], "acknowledgement": acknowledge(record, payload["attestation"])}
    return 200, state["reports"][sha(body)]


# -- what the operator does

def summary(record): return {"requestId": record["requestId"], "sn": record["sn"], "state": record["state"]}
def terminal_summary(t): return {"sn": t["sn"], "epoch": t["binding"]["epoch"], "bindingState": t["binding"]["state"]}


def register(sn, imei, **_):
    five = {"acquirerCode": "48120000", "merchantCodeHash": sha(sn), "creditCodeHash": sha(imei), "settlementAccountMasked": "••••0001", "addressMasked": "•• Road"}
    binding = {"kind": "terminal_to_merchant", "state": "bound", "epoch": 1, "serial": 0, "five": five, "boundAt": time.time()}
    state["terminals"][sn] = {"sn": sn, "imei": imei, "kid": None, "half": None, "next": None, "agreedBy": None, "order": None, "binding": binding}
    return terminal_summary(state["terminals"][sn])


def issue_code(sn, validMs=DAY * 1000):
    code = uuid.uuid4().hex[:12].upper()
    state["codes"][sha(code)] = {"sn": sn, "until": time.time() + validMs / 1000, "kid": None, "answer": None}
    return {"code": code}


def unbind_at_desk(sn, **_):
    state["terminals"][sn]["binding"].update(state="unbound", endedAt=time.time())
    return terminal_summary(state["terminals"][sn])


def bind_again(sn, **_):
    binding = state["terminals"][sn]["binding"]
    binding.update(state="bound", epoch=binding["epoch"] + 1, boundAt=time.time())
    return terminal_summary(state["terminals"][sn])


def order_unbind(sn, reason="other", **_):
    terminal, request_id, now = state["terminals"][sn], str(uuid.uuid4()), time.time()
    binding = terminal["binding"]
    token = sign_for(sn, "unbind-order+jws", {
        "schemaVersion": 2, "requestId": request_id, "providerId": "generic-pos", "bindingKind": binding["kind"], "sn": sn, "imeiHash": sha(terminal["imei"]),
        "epoch": binding["epoch"], "reason": {"code": reason}, "issuedAt": instant(now), "expiresAt": instant(now + 7 * DAY),
    })
    record = new_record(terminal, request_id, token, ordered=True, grantId=request_id)
    move(record, "approved")
    state["requests"][request_id], terminal["order"] = record, request_id
    return summary(record)


def approve(requestId):
    record, now = state["requests"][requestId], time.time()
    record["grantId"] = str(uuid.uuid4())
    record["grant"] = sign_for(record["sn"], "unbind-grant+jws", {**facts(record), "grantId": record["grantId"], "grantedAt": instant(now), "expiresAt": instant(now + DAY)})
    move(record, "approved")
    return summary(record)


def reject(requestId, code, **_):
    record = state["requests"][requestId]
    move(record, "rejected")
    record["decision"] = decide(record, "rejected", code)
    return summary(record)


def hold(requestId, code="risk_review", **_):
    record = state["requests"][requestId]
    record["hold"] = {"code": code}
    move(record, "risk_hold")
    return summary(record)


def lift(requestId):
    move(state["requests"][requestId], "under_review")
    return summary(state["requests"][requestId])


def demand_proof(requestId, factor, how, **_):
    record, code = state["requests"][requestId], how.get("code", "135790")
    sent = {"sentTo": how.get("sentTo", "••••"), "tries": how.get("tries", 3)}
    record["proof"] = {"ref": str(uuid.uuid4()), "factor": factor, "code": sha(code), "wrong": [], "right": None, **sent}
    move(record, "verification_required")
    demand(record)
    return {**summary(record), "ref": record["proof"]["ref"], "code": code}


def answer_challenge(challenge, **_):
    alphabet, letters, number = "BCDFGHJKLMNPQRSTVWXZ", re.sub(r"[ -]", "", challenge).upper(), 0
    for letter in letters[:-1]: number = number * 20 + alphabet.index(letter)
    for terminal in state["terminals"].values():
        sn, kind, epoch = terminal["sn"], terminal["binding"]["kind"], terminal["binding"]["epoch"]
        named = json.dumps(["jiebang offline unbind terminal v1", sn, kind, epoch], separators=(",", ":"))
        if hashlib.sha256(named.encode()).hexdigest()[:8] != f"{number:020x}"[:8]: continue
        times = {"answeredAt": instant(time.time()), "expiresAt": instant(time.time() + 3600)}
        token = sign_for(sn, "offline-answer+jws", {"answerId": str(uuid.uuid4()), "challengeHash": sha(letters), "sn": sn, "epoch": epoch, "bindingKind": kind, **times})
        state["answers"][sha(letters)] = {"sn": sn, "epoch": epoch, "jws": token}
        return {"jws": token, "sn": sn}
    raise ValueError("no terminal has made this challenge")


def describe():
    keys = {"keys": [wire.public(state["signing"][0]["key"])], "agreementKey": wire.public(state["agreement"])}
    return {"audience": AUDIENCE, **keys, "restarts": True, "rotates": True}


def list_all():
    terminals, requests = (state[name].values() for name in ("terminals", "requests"))
    return {"terminals": [terminal_summary(each) for each in terminals], "requests": [summary(each) for each in requests], "answers": []}


ORDERS = {
    "describe": describe, "restart": load, "registerTerminal": register, "issueCode": issue_code, "unbindAtDesk": unbind_at_desk, "bindAgain": bind_again,
    "orderUnbind": order_unbind, "approve": approve, "reject": reject, "hold": hold, "lift": lift, "demand": demand_proof, "answer": answer_challenge,
    "rotateKey": rotate, "list": list_all,
}


# -- HTTP

GETS = {
    r"/v1/health": lambda path, headers: (200, {"status": "ok", "serverTime": instant(time.time())}),
    r"/v1/keys": lambda path, headers: (200, {"sets": state["sets"]}),
    r"/v1/terminals/[^/]+/bindings": tell_bindings,
    r"/v1/terminals/[^/]+/profiles": tell_profiles,
    r"/v1/unbind-requests/([0-9a-f-]{36})": lambda path, headers: standing(own(open_query(headers, path)[0], path.rsplit("/", 1)[1])),
}
POSTS = {"/v1/enrolments": enrol, "/v1/successions": succeed, "/v1/unbind-requests": submit, "/v1/offline-unbinds": report}
ACTIONS = {"cancellation": cancel, "verification": prove, "execution": execute, "attestation": attest}


def answer(method, path, headers, body):
    if len(body) > 65536: raise Problem(413, "too-large")
    if method == "GET":
        for pattern, tell in GETS.items():
            if re.fullmatch(pattern, path): return tell(path, headers)
        raise Problem(404, "not-found")
    if headers.get("content-type") != "application/jose": raise Problem(400, "malformed")
    if path in POSTS: return POSTS[path](body, headers)
    found = re.fullmatch(r"/v1/unbind-requests/([0-9a-f-]{36})/(\w+)", path)
    if not found or found[2] not in ACTIONS: raise Problem(404, "not-found")
    return ACTIONS[found[2]](found[1], body, headers)


def respond(method, path, headers, body):
    """Keys are told as they were signed; everything else by a key that is in force."""
    try: status, said = answer(method, path, headers, body)
    except Problem as problem: status, said = problem.status, problem.members
    return status, said if path == "/v1/keys" else in_force(said)


load()
wire.serve(PORT, respond, ORDERS, save)
