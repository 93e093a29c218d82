"""Lets pipelines be made and read: their roles are in the other emulator, and AWS gives times as numbers.

This emulator looks for a pipeline's role among its own, which are none, and refuses every pipeline. That the role trusts
CodePipeline is tested with the component. It writes the times of a pipeline as texts, which no SDK of AWS can read.
"""

from moto.codepipeline.models import CodePipeline, CodePipelineBackend

TRUST = '{"Statement": [{"Principal": {"Service": "codepipeline.amazonaws.com"}}]}'


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


def install() -> None:
    """Raises RuntimeError when the emulator has changed there."""
    replace(CodePipelineBackend, "iam_backend", lambda backend: Roles())
    replace(CodePipeline, "metadata", metadata)
