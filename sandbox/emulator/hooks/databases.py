"""Lets the sandbox's own databases stand behind the emulator's clusters and proxies.

The emulator has the control plane of RDS, and data only in containers, of which there are none here. The sandbox answers on
the proxies' names itself, over TLS as RDS does, so a proxy's name has to be one that the sandbox has a certificate for.
And a cluster that is protected from deletion goes when the system is switched off: data in a sandbox are worth nothing.
"""

import datetime
import os

from require import require

# In place of the part that RDS makes up for each account.
_SUFFIX = "proxy-sandbox"


def install(folder, region):
    """Writes `key.pem` and `certificate.pem`, which is its own authority, to `folder`."""
    from ministack.services import rds

    create_proxy = require(rds, "_create_db_proxy", "p")
    delete_cluster = require(rds, "_delete_db_cluster", "p")

    def create_with_name(p):
        answer = create_proxy(p)
        proxy = rds._db_proxies.get(rds._p(p, "DBProxyName"))
        if answer[0] != 200 or proxy is None:
            return answer
        made_up = proxy["Endpoint"]
        named = f"{proxy['DBProxyName']}.{_SUFFIX}.{rds.get_region()}.rds.amazonaws.com"
        proxy["Endpoint"] = named
        rds._db_proxy_endpoints[proxy["DBProxyName"]]["Endpoint"] = named
        status, headers, body = answer
        is_text = isinstance(body, str)
        return status, headers, body.replace(made_up, named) if is_text else body.replace(made_up.encode(), named.encode())

    def delete_protected(p):
        cluster = rds._clusters.get(rds._p(p, "DBClusterIdentifier"))
        if cluster is not None:
            cluster["DeletionProtection"] = False
        return delete_cluster(p)

    rds._ACTION_MAP.update({"CreateDBProxy": create_with_name, "DeleteDBCluster": delete_protected})
    _write_certificate(folder, f"*.{_SUFFIX}.{region}.rds.amazonaws.com")


def _write_certificate(folder, name):
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Databases of a sandbox")])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=365))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    os.makedirs(folder, exist_ok=True)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with open(os.open(os.path.join(folder, "key.pem"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(private)
    with open(os.path.join(folder, "certificate.pem"), "wb") as file:
        file.write(certificate.public_bytes(serialization.Encoding.PEM))
