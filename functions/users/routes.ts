import { join } from "node:path";
import { templateFile } from "../shared/template-file";
import { userChangesModel, userModel } from "./user-model";

/** A route of the users API, as the stack deploys it and the tests check it. */
export interface UserRoute {
  method: "GET" | "PUT" | "POST" | "DELETE";
  path: "/user";
  /** Scopes of which a token needs one. Without any, API Gateway would take ID tokens. */
  scopes: string[];
  /** The function behind the route, its logical name, and the name AWS knows it by. */
  entry: string;
  name: "get-user" | "replace-user" | "merge-user" | "remove-user";
  functionName: string;
  description: string;
  /** The model of the body, for a full validator. */
  requestModel?: object;
}

const folder = join(__dirname, "templates");

/** Makes the event of each function. */
export const userRequestTemplate = templateFile(folder, "request.vtl");
/** Makes the answer of what a function gave. */
export const userResponseTemplate = templateFile(folder, "response.vtl");

/** The scopes of the users API. */
export const USER_READ = "users/read";
export const USER_WRITE = "users/write";

export const getUserRoute: UserRoute = {
  method: "GET",
  path: "/user",
  scopes: [USER_READ],
  entry: "functions/users/get.ts",
  name: "get-user",
  functionName: "getUser",
  description: "Fetches the caller's attributes.",
};

export const replaceUserRoute: UserRoute = {
  method: "PUT",
  path: "/user",
  scopes: [USER_WRITE],
  entry: "functions/users/replace.ts",
  name: "replace-user",
  functionName: "replaceUser",
  description: "Stores the caller's attributes in place of what was there.",
  requestModel: userModel,
};

export const mergeUserRoute: UserRoute = {
  method: "POST",
  path: "/user",
  scopes: [USER_WRITE],
  entry: "functions/users/merge.ts",
  name: "merge-user",
  functionName: "mergeUser",
  description: "Merges attributes into the caller's.",
  requestModel: userChangesModel,
};

export const removeUserRoute: UserRoute = {
  method: "DELETE",
  path: "/user",
  scopes: [USER_WRITE],
  entry: "functions/users/remove.ts",
  name: "remove-user",
  functionName: "removeUser",
  description: "Removes the caller's attributes.",
};

/** The routes of the users API. */
export const userRoutes: UserRoute[] = [getUserRoute, replaceUserRoute, mergeUserRoute, removeUserRoute];
