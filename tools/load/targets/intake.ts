import { apiUrl, bearer } from "./api";
import { httpCall } from "./http-call";
import { loadStudent } from "./students";
import { nothing, optionalOutput, present, type Target } from "./target";

/** R7: queues students, which a function stores later. */
export const intake: Target = {
  name: "intake",
  about: "POST students: new students, one or up to ten a call",
  mostInBatch: 10,
  isHttp: true,
  describe: ({ run, batch }) => `POST students with ${batch} made-up student(s) ${run}-N, which stay in the table`,
  watched({ environment }) {
    const queue = optionalOutput(environment, "intake", "queue");
    return {
      ...nothing,
      functions: [
        { name: "storeStudents", role: "works off" },
        { name: "intake-api-authorizer", role: "authorizes" },
      ],
      tables: present(optionalOutput(environment, "students", "table")),
      queues: present(queue).map((url) => ({ name: "intake", url, consumer: "storeStudents" })),
      api: "intake",
    };
  },
  async prepare({ environment, run, batch, timeoutSeconds }) {
    const url = `${apiUrl(environment, "intake")}/students`;
    const headers = await bearer(environment);
    return (index) => {
      const students = Array.from({ length: batch }, (_, each) => loadStudent(run, index * batch + each));
      const body = batch === 1 ? students[0] : { students };
      return httpCall({ url, method: "POST", headers, body, accepted: [202] }, timeoutSeconds);
    };
  },
};
