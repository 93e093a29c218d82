import { addStudentRoute, getStudentRoute } from "../../../functions/students/routes";
import { apiKey, apiUrl, bearer } from "./api";
import { httpCall } from "./http-call";
import { nothing, optionalOutput, present, type Target, type TargetOptions, type Watched } from "./target";

const API = "students";

/** A student that nobody else has. */
export function loadStudent(run: string, index: number): Record<string, string> {
  return { Roll: `${run}-${index}`, FirstName: "Load", LastName: "Test", Department: "Physics", Year: "2" };
}

/** R1: stores a new student with each call. */
export const studentsWrite: Target = {
  name: "students-write",
  about: "POST addstudentdetails: a new student each",
  mostInBatch: 1,
  isHttp: true,
  describe: ({ run }) => `POST addstudentdetails?Roll=${run}-N with a made-up student, which stays in the table`,
  watched: (options) => watched(options, addStudentRoute.functionName),
  async prepare({ environment, run, timeoutSeconds }) {
    const url = apiUrl(environment, API);
    const headers = { ...(await bearer(environment)), ...apiKey(environment, environment.outputs[API]?.["apiKey"]) };
    return (index) => {
      const body = loadStudent(run, index);
      return httpCall(
        { url: `${url}/addstudentdetails?Roll=${body["Roll"]}`, method: "POST", headers, body },
        timeoutSeconds,
      );
    };
  },
};

/** R2: reads one student again and again. */
export const studentsRead: Target = {
  name: "students-read",
  about: "GET getstudentdetails: one student, stored first",
  mostInBatch: 1,
  isHttp: true,
  describe: ({ run }) => `GET getstudentdetails?Roll=${run}-0, a made-up student that is stored first and stays`,
  watched: (options) => watched(options, getStudentRoute.functionName),
  async prepare(options) {
    const { environment, run, timeoutSeconds } = options;
    const stored = await (await studentsWrite.prepare(options))(0);
    if (!stored.ok) throw new Error(`The student to read could not be stored: ${stored.kind}`);
    const url = `${apiUrl(environment, API)}/getstudentdetails?Roll=${run}-0`;
    const headers = { ...(await bearer(environment)), ...apiKey(environment, environment.outputs[API]?.["apiKey"]) };
    return () => httpCall({ url, method: "GET", headers }, timeoutSeconds);
  },
};

function watched({ environment }: TargetOptions, name: string): Watched {
  return {
    ...nothing,
    functions: [
      { name, role: "answers" },
      { name: "students-api-authorizer", role: "authorizes" },
    ],
    tables: present(optionalOutput(environment, API, "table")),
    api: API,
  };
}
