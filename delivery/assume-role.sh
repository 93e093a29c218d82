# To be sourced: lets the AWS SDKs, the engine and its provider take the role ROLE_ARN with the credentials of the build's
# container, and renew it by themselves. https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
: "${ROLE_ARN:?the build project names the role of the account}"
AWS_CONFIG_FILE=$(mktemp)
cat > "$AWS_CONFIG_FILE" <<PROFILE
[profile target]
role_arn = $ROLE_ARN
credential_source = EcsContainer
role_session_name = delivery-${CODEBUILD_BUILD_NUMBER:-0}
PROFILE
export AWS_CONFIG_FILE
export AWS_PROFILE=target
