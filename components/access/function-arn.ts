/** ARN of a function's alias or version, never of what happens to be the latest. */
export const FUNCTION_ARN =
  /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]{1,64}:(?!\$)[A-Za-z0-9_-]{1,128}$/;
