"""Lets pipelines be made and read: their roles are in the other emulator, and AWS gives times as numbers.

This emulator looks for a pipeline's role among its own, which are none, and refuses every pipeline. That the role trusts
CodePipeline is tested with the component. It writes times as texts, which no SDK of AWS can read, and says of an execution
whose actions it never runs that it succeeded: here it stays in progress, and says why.
"""

from moto.codepipeline.models import CodePipeline, CodePipelineBackend, PipelineExecution

from require import require

TRUST = '{"Statement": [{"Principal": {"Service": "codepipeline.amazonaws.com"}}]}'
NOTHING_RUNS = "The sandbox runs no actions. npm run delivery runs the stages."


class Role:
    assume_role_policy_document = TRUST


class Roles:
    def get_role_by_arn(self, arn: str) -> Role:
        return Role()


def metadata(pipeline: CodePipeline) -> dict:
    return {
        "pipelineArn": pipeline._arn,
        "created": pipeline._created.timestamp(),
        "updated": pipeline._updated.timestamp(),
    }


def replace(owner: type, name: str, getter) -> None:
    if not isinstance(getattr(owner, name, None), property):
        raise RuntimeError(
            f"{owner.__name__}.{name} is not as the sandbox expects it; "
            "sandbox/emulator/hooks has to follow the emulator's new version."
        )
    setattr(owner, name, property(getter))


def keep_in_progress() -> None:
    init = require(PipelineExecution, "__init__", "self", "pipeline_name")
    summary = require(PipelineExecution, "to_summary_dict", "self")

    def in_progress(self, *args, **named):
        init(self, *args, **named)
        self.status = "InProgress"
        self.status_summary = NOTHING_RUNS

    def with_numbers(self) -> dict:
        times = {"startTime": self.start_time.timestamp(), "lastUpdateTime": self.last_update_time.timestamp()}
        return {**summary(self), **times}

    PipelineExecution.__init__ = in_progress
    PipelineExecution.to_summary_dict = with_numbers


def install() -> None:
    """Raises RuntimeError when the emulator has changed there."""
    replace(CodePipelineBackend, "iam_backend", lambda backend: Roles())
    replace(CodePipeline, "metadata", metadata)
    keep_in_progress()
