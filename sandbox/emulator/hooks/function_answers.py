"""Lets a function's invocation answer what Lambda answers.

The emulator calls every error of a handler `Runtime.HandlerError`, so that retry and catch rules of state machines, which go
by the error's name, never match; and the tail of the log that an invocation may ask for lacks the lines that Lambda itself
writes, above all REPORT with duration and memory.
"""

import json
import math
import threading
import time

from require import require

_last = threading.local()

# What the worker of Node.js functions says of an invocation, and what it says in addition here.
_WORKER_CHANGES = (
    ("let settled = false;", "const _sandboxStarted = performance.now();\n      let settled = false;"),
    (
        'error: String(err.message || err), trace: err.stack || ""',
        'error: String(err.message || err), trace: err.stack || "", name: err.name, '
        "milliseconds: performance.now() - _sandboxStarted",
    ),
    (
        'JSON.stringify({ status: "ok", result: res })',
        'JSON.stringify({ status: "ok", result: res, milliseconds: performance.now() - _sandboxStarted })',
    ),
)


def install():
    from ministack.core import lambda_runtime
    from ministack.services import lambda_svc

    script = lambda_runtime._NODEJS_WORKER_SCRIPT
    for old, new in _WORKER_CHANGES:
        if script.count(old) != 1:
            raise RuntimeError(f"The worker of Node.js functions has no single {old!r}; sandbox/emulator/hooks has to follow.")
        script = script.replace(old, new)
    lambda_runtime._NODEJS_WORKER_SCRIPT = script

    worker = lambda_runtime.Worker
    invoke = require(worker, "invoke", "self", "event", "request_id")
    spawn = require(worker, "_spawn", "self")
    warm = require(lambda_svc, "_execute_function_warm", "func", "event", "request_id")
    dispatch = require(lambda_svc, "_execute_function_dispatch", "func", "config", "event", "request_id", "started")
    memory = require(lambda_svc, "_probe_peak_memory_mb", "func")

    def timed_spawn(self, *rest, **named):
        started = time.perf_counter()
        try:
            return spawn(self, *rest, **named)
        finally:
            _last.init = (time.perf_counter() - started) * 1000

    def noted_invoke(self, *rest, **named):
        _last.response = response = invoke(self, *rest, **named)
        return response

    def warm_with_name(func, event, request_id):
        _last.response, _last.init = {}, None
        result = warm(func, event, request_id)
        body = result.get("body")
        # RuntimeError is the emulator's own, where the process ends before it takes the event.
        if result.get("error") and isinstance(body, dict) and body.get("errorType") in ("Runtime.HandlerError", "RuntimeError"):
            died = body["errorType"] == "RuntimeError" or body.get("errorMessage") == "Worker process died"
            name = "Runtime.ExitError" if died else _last.response.get("name")
            result = {**result, "body": {**body, "errorType": name or "Error"}}
        return result

    def dispatch_with_report(func, config, event, request_id, started):
        _last.response, _last.init = {}, None
        result = dispatch(func, config, event, request_id, started)
        if not isinstance(result, dict) or result.get("log_source") == "rie" or result.get("throttle"):
            return result
        duration = _last.response.get("milliseconds", (time.time() - started) * 1000)
        lines = _platform_lines(config, request_id, duration, _last.init, memory(func))
        log = result.get("log") or ""
        return {**result, "log": "\n".join([lines[0], *([log] if log else []), *lines[1:]])}

    worker._spawn = timed_spawn
    worker.invoke = noted_invoke
    lambda_svc._execute_function_warm = warm_with_name
    lambda_svc._execute_function_dispatch = dispatch_with_report


def _platform_lines(config, request_id, duration, init, used):
    """The lines before and after the handler's own, as text or JSON, whichever the function logs in."""
    version = config.get("Version", "$LATEST")
    size = config.get("MemorySize", 128)
    billed = math.ceil(duration + (init or 0))
    if (config.get("LoggingConfig") or {}).get("LogFormat") == "JSON":
        at = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
        metrics = {"durationMs": round(duration, 3), "billedDurationMs": billed, "memorySizeMB": size, "maxMemoryUsedMB": used}
        if init is not None:
            metrics["initDurationMs"] = round(init, 3)
        records = (
            ("platform.start", {"requestId": request_id, "version": version}),
            ("platform.report", {"requestId": request_id, "metrics": metrics, "status": "success"}),
        )
        return [json.dumps({"time": at, "type": kind, "record": record}) for kind, record in records]
    report = (
        f"REPORT RequestId: {request_id}\tDuration: {duration:.2f} ms\tBilled Duration: {billed} ms\t"
        f"Memory Size: {size} MB\tMax Memory Used: {used} MB\t"
    )
    if init is not None:
        report += f"Init Duration: {init:.2f} ms\t"
    return [f"START RequestId: {request_id} Version: {version}", f"END RequestId: {request_id}", report]
