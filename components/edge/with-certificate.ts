import type { Monitoring } from "../observability/monitoring";

/**
 * What watches something with a name, and the certificate that was made for the name: one description, so that whoever watches
 * the one watches the other.
 *
 * @param monitoring of what has the name
 * @param certificate of the certificate; absent where it was made elsewhere
 */
export function withCertificate(monitoring: Monitoring, certificate?: Monitoring): Monitoring {
  if (!certificate) return monitoring;
  return {
    ...monitoring,
    alarms: [
      ...monitoring.alarms,
      ...certificate.alarms.map((alarm) => ({ ...alarm, name: `certificate-${alarm.name}` })),
    ],
    widgets: [
      ...monitoring.widgets,
      ...certificate.widgets.map((widget) => ({ ...widget, title: `Certificate: ${widget.title}` })),
    ],
  };
}
