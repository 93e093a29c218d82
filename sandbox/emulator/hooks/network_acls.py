"""Keeps which subnets a network ACL is for, and the ports of its rules.

The emulator knows no ACL of a subnet until one is given to it, forgets the subnet when it is, does not filter by it, and
keeps no ports. The provider looks a subnet's ACL up before it replaces it, and compares the ports at each deployment.
"""

from require import require


def install():
    from ministack.services import ec2

    describe = require(ec2, "_describe_network_acls", "params")
    create_entry = require(ec2, "_create_network_acl_entry", "params")
    replace_entry = require(ec2, "_replace_network_acl_entry", "params")
    replace_association = require(ec2, "_replace_network_acl_association", "params")
    entry_xml = require(ec2, "_network_acl_entry_xml", "entry")

    def associate_new_subnets():
        """AWS gives each subnet its VPC's default ACL, until it gets another."""
        known = {each["SubnetId"] for acl in ec2._network_acls.values() for each in acl["Associations"]}
        default = {acl["VpcId"]: acl for acl in ec2._network_acls.values() if acl.get("IsDefault")}
        for subnet in list(ec2._subnets.values()):
            acl = default.get(subnet["VpcId"])
            if acl is not None and subnet["SubnetId"] not in known:
                association = "aclassoc-" + subnet["SubnetId"].removeprefix("subnet-")
                acl["Associations"].append(
                    {"NetworkAclAssociationId": association, "SubnetId": subnet["SubnetId"]}
                )

    def describe_filtered(params):
        associate_new_subnets()
        filters = ec2._parse_filters(params)
        wanted = {
            "SubnetId": filters.get("association.subnet-id"),
            "NetworkAclAssociationId": filters.get("association.association-id"),
        }
        wanted = {field: values for field, values in wanted.items() if values}
        if not wanted:
            return describe(params)
        found = [
            acl["NetworkAclId"]
            for acl in ec2._network_acls.values()
            if all(any(each[field] in values for each in acl["Associations"]) for field, values in wanted.items())
        ]
        return describe({**params, **{f"NetworkAclId.{n}": [one] for n, one in enumerate(found or ["acl-none"], 1)}})

    def replace_with_subnet(params):
        associate_new_subnets()
        former = ec2._p(params, "AssociationId")
        subnets = [
            each["SubnetId"]
            for acl in ec2._network_acls.values()
            for each in acl["Associations"]
            if each["NetworkAclAssociationId"] == former
        ]
        answer = replace_association(params)
        acl = ec2._network_acls.get(ec2._p(params, "NetworkAclId"))
        if subnets and acl is not None and answer[0] == 200:
            acl["Associations"][-1]["SubnetId"] = subnets[0]
        return answer

    def with_ports(write):
        def written(params):
            answer = write(params)
            acl = ec2._network_acls.get(ec2._p(params, "NetworkAclId"))
            start = ec2._p(params, "PortRange.From")
            if answer[0] == 200 and acl is not None and start != "":
                acl["Entries"][-1]["PortRange"] = (start, ec2._p(params, "PortRange.To"))
            return answer

        return written

    def xml_with_ports(entry):
        text = entry_xml(entry)
        if "PortRange" not in entry:
            return text
        start, end = entry["PortRange"]
        end_tag = "</item>"
        ports = f"<portRange><from>{start}</from><to>{end}</to></portRange>"
        return text.removesuffix(end_tag) + ports + end_tag

    ec2._network_acl_entry_xml = xml_with_ports
    ec2._ACTION_MAP.update(
        {
            "DescribeNetworkAcls": describe_filtered,
            "ReplaceNetworkAclAssociation": replace_with_subnet,
            "CreateNetworkAclEntry": with_ports(create_entry),
            "ReplaceNetworkAclEntry": with_ports(replace_entry),
        }
    )
