import { join } from "node:path";
import { templateFile } from "../shared/template-file";

/** A route of the students API, as the stack deploys it, the local server serves it and the tests check it. */
export interface StudentRoute {
  method: "POST" | "GET";
  path: string;
  /** Scopes that a token needs, each of them. */
  scopes: string[];
  /** The function behind the route, and the name AWS knows it by. */
  entry: string;
  functionName: string;
  /** Parameters that the gateway insists on; without them the function is not invoked. */
  requestParameters: Record<`querystring.${string}`, true>;
  /** Only the parameters are checked by the gateway, so that its own wording holds; the function checks the body. */
  validation: "parameters";
  /** Makes the function's event. */
  requestTemplate: string;
  /** Makes the answer of what the function gave. */
  responseTemplate: string;
}

const template = (file: string) => templateFile(join(__dirname, "templates"), file);

/** The route that stores a student. */
export const addStudentRoute: StudentRoute = {
  method: "POST",
  path: "/addstudentdetails",
  scopes: ["students/write"],
  entry: "functions/students/add.ts",
  functionName: "addStudentDetails",
  requestParameters: { "querystring.Roll": true },
  validation: "parameters",
  requestTemplate: template("add-request.vtl"),
  responseTemplate: template("response.vtl"),
};

/** The route that fetches a student. */
export const getStudentRoute: StudentRoute = {
  method: "GET",
  path: "/getstudentdetails",
  scopes: ["students/read"],
  entry: "functions/students/get.ts",
  functionName: "getStudentDetails",
  requestParameters: { "querystring.Roll": true },
  validation: "parameters",
  requestTemplate: template("get-request.vtl"),
  responseTemplate: template("response.vtl"),
};

/** The routes of the students API. */
export const studentRoutes: StudentRoute[] = [addStudentRoute, getStudentRoute];
