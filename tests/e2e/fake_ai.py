"""A local AI service that speaks the OpenAI and Ollama protocols; for tests."""
import http.server
import json
import threading
import time


class FakeAi:
    """`mode` decides how it behaves: ok, slow, fail, malformed, reject."""

    def __init__(self):
        self.mode = "ok"
        self.requests = 0
        self.slow_seconds = 1.0
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def answer(self, status, body):
                data = body.encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def do_GET(self):
                self.answer(200, json.dumps({"models": [], "data": []}))

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.requests += 1
                if service.mode == "slow":
                    time.sleep(service.slow_seconds)
                if service.mode == "fail":
                    return self.answer(503, json.dumps({"error": "overloaded"}))
                if service.mode == "reject":
                    error = {"message": "no such thing", "code": "bad"}
                    return self.answer(400, json.dumps({"error": error}))
                if service.mode == "malformed":
                    return self.answer(200, '{"choices": "none", "message": 5')
                text = "echo: " + body["messages"][-1]["content"]
                if self.path == "/v1/chat/completions":
                    return self.answer(200, json.dumps({
                        "id": "x", "object": "chat.completion", "model": body["model"],
                        "choices": [{"index": 0, "finish_reason": "stop",
                                     "message": {"role": "assistant", "content": text}}],
                        "usage": {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}}))
                if self.path == "/api/chat":
                    assert body["stream"] is False
                    return self.answer(200, json.dumps({
                        "model": body["model"], "done": True, "done_reason": "stop",
                        "message": {"role": "assistant", "content": text},
                        "prompt_eval_count": 3, "eval_count": 4}))
                self.answer(404, json.dumps({"error": "not found"}))

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = "http://127.0.0.1:%d" % self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
