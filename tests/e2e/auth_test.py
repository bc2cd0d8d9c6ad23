#!/usr/bin/env python3
"""Authentication and authorization of `procos serve --auth` over HTTP, and the start of it.

  auth_test.py PROCOS
"""
import base64
import http.client
import json
import os
import subprocess
import sys
import tempfile
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from support.server import Server, bpmn  # noqa: E402

TASK = bpmn("""<bpmn:process id="order" isExecutable="true" camunda:historyTimeToLive="5">
<bpmn:startEvent id="s" camunda:initiator="who"/><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
<bpmn:userTask id="t" camunda:candidateGroups="sales"/><bpmn:sequenceFlow id="f2" sourceRef="t" targetRef="e"/>
<bpmn:endEvent id="e"/></bpmn:process>""")

passed = failed = 0
url = None


def check(what, good, shown=""):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good:
        print("FAILED %s %s" % (what, shown))


def call(user, method, path, body=None, password=None, content_type="application/json"):
    """-> status, JSON or text, headers; a user's password is his name unless it is given"""
    address = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
    headers = {"Accept": "application/json"}
    if user is not None:
        secret = "%s:%s" % (user, user if password is None else password)
        headers["Authorization"] = "Basic " + base64.b64encode(secret.encode()).decode()
    data = None
    if body is not None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers["Content-Type"] = content_type
    connection.request(method, "/engine-rest" + path, data, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    try:
        return answer.status, json.loads(text), answer.headers
    except ValueError:
        return answer.status, text, answer.headers


def expect(user, method, path, status, body=None, **options):
    got, content, _ = call(user, method, path, body, **options)
    check("%s %s as %s is %s" % (method, path, user, status), got == status, "got %s %s" % (got, content))
    return content


def deploy(user, status):
    body = ('--X\r\nContent-Disposition: form-data; name="f"; filename="order.bpmn"\r\n\r\n%s\r\n--X--\r\n'
            % TASK).encode()
    return expect(user, "POST", "/deployment/create", status, body,
                  content_type="multipart/form-data; boundary=X")


def signing_in():
    status, _, headers = call(None, "GET", "/user")
    check("without credentials 401", status == 401)
    check("and a challenge", headers.get("WWW-Authenticate") == 'Basic realm="default"', headers)
    expect(None, "GET", "/engine", 200)
    expect(None, "GET", "/version", 401)
    expect("nobody", "GET", "/version", 401)
    expect("admin", "GET", "/version", 401, password="wrong")
    expect("admin", "GET", "/version", 401)  # locked for a while
    expect("second", "GET", "/version", 200)


def people():
    for name in ("mary", "john"):
        expect("second", "POST", "/user/create", 204,
               {"profile": {"id": name}, "credentials": {"password": name}})
    expect("second", "POST", "/group/create", 204, {"id": "sales", "name": "Sales"})
    expect("second", "PUT", "/group/sales/members/mary", 204, {})
    users = expect("mary", "GET", "/user", 200)
    check("users see themselves", [user["id"] for user in users] == ["mary"], users)
    refused = expect("mary", "DELETE", "/user/john", 403)
    check("what is missing is named", refused == {
        "type": "AuthorizationException", "code": 0, "userId": "mary", "resourceName": "User",
        "resourceId": "john", "permissionName": "DELETE",
        "message": "The user with id 'mary' does not have 'DELETE' permission on resource 'john' of type 'User'.",
        "missingAuthorizations": [
            {"permissionName": "DELETE", "resourceName": "User", "resourceId": "john"}]}, refused)
    expect("mary", "POST", "/user/john/unlock", 403, {})
    asked = "/authorization/check?permissionName=READ&resourceName=User&resourceType=1&resourceId="
    check("the check answers for the user", expect("mary", "GET", asked + "mary", 200)["authorized"] is True)
    check("and says no", expect("mary", "GET", asked + "john", 200)["authorized"] is False)
    links = expect("mary", "OPTIONS", "/user/john", 200)["links"]
    check("links show what may be done", [link["rel"] for link in links] == ["self"], links)


def grant(user, resource_type, resource_id, permissions, type_=1):
    expect("second", "POST", "/authorization/create", 200,
           {"type": type_, "userId": user, "resourceType": resource_type, "resourceId": resource_id,
            "permissions": permissions})


def processes():
    deploy("mary", 403)
    deploy("second", 200)
    started = expect("second", "POST", "/process-definition/key/order/start", 200, {})["id"]
    expect("john", "GET", "/process-instance/" + started, 404)
    expect("john", "GET", "/process-instance/%s/variables" % started, 403)
    expect("john", "POST", "/process-definition/key/order/start", 404, {})
    grant("john", 6, "order", ["READ", "CREATE_INSTANCE"])
    expect("john", "POST", "/process-definition/key/order/start", 403, {})
    grant("john", 8, "*", ["CREATE"])
    own = expect("john", "POST", "/process-definition/key/order/start", 200, {})["id"]
    variables = expect("second", "GET", "/process-instance/%s/variables" % own, 200)
    check("the initiator is the user", variables["who"]["value"] == "john", variables)
    history = expect("second", "GET", "/history/process-instance/" + own, 200)
    check("history names who started", history["startUserId"] == "john", history)
    check("john sees no instance", expect("john", "GET", "/process-instance/count", 200)["count"] == 0)
    grant("john", 6, "*", ["READ_INSTANCE"])
    check("now all", expect("john", "GET", "/process-instance/count", 200)["count"] == 2)
    grant("john", 8, started, ["READ"], 2)
    check("but for the revoked one", expect("john", "GET", "/process-instance/count", 200)["count"] == 1)


def tasks():
    seen = expect("mary", "GET", "/task", 200)
    check("candidates see their tasks", len(seen) == 2, seen)
    task = seen[0]["id"]
    expect("john", "GET", "/task/" + task, 404)
    expect("john", "POST", "/task/%s/complete" % task, 403, {})
    expect("mary", "POST", "/task/%s/claim" % task, 204, {"userId": "mary"})
    links = expect("second", "GET", "/history/identity-link-log?taskId=%s&type=assignee" % task, 200)
    check("history names who assigned", [link["assignerId"] for link in links] == ["mary"], links)
    expect("mary", "POST", "/task/%s/complete" % task, 204, {})
    left = expect("second", "GET", "/authorization?resourceType=7&resourceId=" + task, 200)
    check("grants of a task go with it", left == [], left)


def rels(user, path):
    return [link["rel"] for link in expect(user, "OPTIONS", path, 200)["links"]]


def filters():
    query = {"resourceType": "Task", "name": "mine", "owner": "mary", "properties": {},
             "query": {"orQueries": [{"candidateUserExpression": "${currentUser()}",
                                      "candidateGroupsExpression": "${currentUserGroups()}"}]}}
    expect("mary", "POST", "/filter/create", 403, query)
    grant("mary", 5, "*", ["CREATE"])
    one = expect("mary", "POST", "/filter/create", 200, query)["id"]
    check("an owner may do everything with his filter", "delete" in rels("mary", "/filter/" + one))
    found = expect("mary", "GET", "/filter/%s/count" % one, 200)["count"]
    check("filters know who asks and his groups", found == 1, found)
    check("others see no filter", expect("john", "GET", "/filter", 200) == [])
    check("and have no links", rels("john", "/filter/" + one) == [])
    expect("john", "GET", "/filter/" + one, 403)
    expect("john", "GET", "/filter/%s/list" % one, 403)
    expect("john", "GET", "/filter/%s/singleResult" % one, 400)
    expect("john", "PUT", "/filter/" + one, 403, query)
    expect("john", "DELETE", "/filter/" + one, 403)
    expect("mary", "POST", "/filter/create", 500, dict(query, owner="*"))
    expect("mary", "DELETE", "/filter/" + one, 204)
    left = expect("second", "GET", "/authorization?resourceType=5&resourceId=" + one, 200)
    check("grants of a filter go with it", left == [], left)


def comments():
    task = expect("second", "GET", "/task", 200)[0]
    path = "/task/%s/comment" % task["id"]
    expect("mary", "POST", path + "/create", 400, {"message": "hidden"})
    expect("mary", "GET", path, 404)
    expect("john", "GET", path, 404)
    grant("*", 6, "order", ["READ_HISTORY"], 0)
    one = expect("mary", "POST", path + "/create", 200, {"message": "first"})["id"]
    expect("john", "PUT", path, 403, {"id": one, "message": "mine"})
    expect("john", "DELETE", path + "/" + one, 403)
    expect("mary", "PUT", path, 204, {"id": one, "message": "second"})
    written = expect("second", "GET", "/history/user-operation?operationType=UpdateComment", 200)
    check("the log names user, before and after",
          [(e["userId"], e["orgValue"], e["newValue"]) for e in written] == [("mary", "first", "second")], written)
    instance = "/process-instance/%s/comment" % task["processInstanceId"]
    expect("mary", "DELETE", instance, 403)


def batches():
    instances = [each["id"] for each in expect("second", "GET", "/process-instance", 200)]
    body = {"processInstanceIds": instances, "variables": {"x": {"value": 1}}}
    expect("mary", "POST", "/process-instance/variables-async", 403, body)
    grant("mary", 13, "*", ["CREATE_BATCH_SET_VARIABLES", "CREATE_BATCH_DELETE_RUNNING_PROCESS_INSTANCES"])
    one = expect("mary", "POST", "/process-instance/variables-async", 200, body)["id"]
    expect("mary", "POST", "/process-instance/message-async", 403, {"processInstanceIds": instances})
    expect("john", "POST", "/process-instance/delete", 403, {"processInstanceQuery": {}})
    expect("mary", "POST", "/process-instance/delete", 400, {"processInstanceQuery": {}})  # finds what he may see
    check("who creates a batch may not read it", expect("mary", "GET", "/batch", 200) == [])
    expect("mary", "GET", "/batch/" + one, 404)
    expect("mary", "PUT", "/batch/%s/suspended" % one, 403, {"suspended": True})
    grant("mary", 13, one, ["READ", "UPDATE"])
    check("until it is granted", [b["id"] for b in expect("mary", "GET", "/batch", 200)] == [one])
    check("also its statistics", len(expect("mary", "GET", "/batch/statistics", 200)) == 1)
    expect("mary", "PUT", "/batch/%s/suspended" % one, 204, {"suspended": True})
    expect("mary", "GET", "/history/batch/" + one, 404)
    expect("mary", "DELETE", "/batch/" + one, 403)
    written = expect("second", "GET", "/history/user-operation?batchId=" + one, 200)
    check("the log names the batch",
          [(e["userId"], e["operationType"], e["newValue"]) for e in written] ==
          [("mary", "SuspendBatch", "suspended")], written)
    expect("second", "DELETE", "/batch/%s?cascade=true" % one, 204)


def operation_log():
    operations = expect("second", "GET", "/history/user-operation?entityType=Group", 200)
    check("administrators are logged", [e["newValue"] for e in operations] == ["sales"], operations)
    path = "/history/user-operation/%s/set-annotation" % operations[0]["operationId"]
    check("users see no log", expect("john", "GET", "/history/user-operation?entityType=Group", 200) == [])
    refused = expect("john", "PUT", path, 403, {"annotation": "why"})
    check("a remark needs the category", refused["resourceId"] == "Admin", refused)
    grant("john", 17, "Admin", ["READ", "UPDATE"])
    expect("john", "PUT", path, 204, {"annotation": "why"})
    operations = expect("john", "GET", "/history/user-operation?entityType=Group", 200)
    check("then it is written", [e["annotation"] for e in operations] == ["why"], operations)
    instance = expect("second", "GET", "/process-instance", 200)[0]["id"]
    for suspended in (True, False):
        expect("second", "PUT", "/process-instance/%s/suspended" % instance, 204, {"suspended": suspended})
    path = "/optimize/user-operation?maxResults=50&"
    read = [e for e in expect("second", "GET", path, 200) if e["processInstanceId"] == instance]
    check("what is imported of it", [(e["userId"], e["operationType"]) for e in read] ==
          [("second", "Suspend"), ("second", "Activate")], read)
    latest = urllib.parse.quote(read[1]["timestamp"])
    at = expect("second", "GET", path + "occurredAt=" + latest, 200)
    check("what happened just then", [e["timestamp"] for e in at if e["id"] == read[1]["id"]] == [read[1]["timestamp"]] and
          all(e["timestamp"] == read[1]["timestamp"] for e in at), at)
    check("and after it", expect("second", "GET", path + "occurredAfter=" + latest, 200) == [])
    expect("john", "GET", path, 403)


def serve(*arguments, password="admin"):
    environment = dict(os.environ, PROCOS_ADMIN_PASSWORD=password)
    return subprocess.run([PROCOS, "serve", "--listen", "127.0.0.1:0", "--db", ":memory:", *arguments],
                          capture_output=True, text=True, env=environment, timeout=30)


def starting():
    done = serve("--auth")
    check("nobody could sign in", done.returncode == 1 and "--admin-user" in done.stderr, done.stderr)
    done = serve("--auth", "--admin-user", "admin", password="")
    check("an administrator needs a password", done.returncode == 1 and "PROCOS_ADMIN_PASSWORD" in done.stderr,
          done.stderr)
    server = Server(PROCOS)
    server.address = "0.0.0.0:0"
    server.start()
    check("an open engine warns", "turn authentication on" in server.log_text(), server.log_text())
    server.kill()


def main():
    global url
    with tempfile.TemporaryDirectory() as directory:
        database = os.path.join(directory, "users.db")
        os.environ["PROCOS_ADMIN_PASSWORD"] = "admin"
        server = Server(PROCOS, "--auth", "--admin-user", "admin", "--no-job-executor", database=database)
        server.start()
        url = server.url
        expect("admin", "POST", "/user/create", 204,
               {"profile": {"id": "second"}, "credentials": {"password": "second"}})
        expect("admin", "PUT", "/group/camunda-admin/members/second", 204, {})
        with open(database, "rb") as f:
            stored = f.read()
        if os.path.exists(database + "-wal"):
            with open(database + "-wal", "rb") as f:
                stored += f.read()
        check("passwords are hashed", b"$argon2id$" in stored)
        for part in (signing_in, people, processes, tasks, filters, comments, batches, operation_log):
            part()
        server.kill()
        server.start()
        url = server.url
        expect("mary", "GET", "/version", 200)
        server.kill()
    starting()
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    PROCOS = os.path.abspath(sys.argv[1])
    sys.exit(main())
