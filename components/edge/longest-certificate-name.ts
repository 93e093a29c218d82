/**
 * Characters that the first name of a certificate may have, dots included: it becomes the common name. Only its
 * alternative names may be as long as DNS allows, 253.
 * https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
 */
export const longestCertificateName = 64;
