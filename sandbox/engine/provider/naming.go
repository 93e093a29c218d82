package main

import (
	"context"
	"strings"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// rule makes the default that names a resource after its Pulumi name.
func (a *autoName) rule() *tfbridge.DefaultInfo {
	options := tfbridge.AutoNameOptions{Separator: a.Separator, Maxlen: a.Maximum, Randlen: a.Random}
	if options.Separator == "" && a.Random > 0 {
		options.Separator = "-"
	}
	if a.Lower {
		options.Transform = strings.ToLower
	}
	options.PostTransform = func(r *tfbridge.PulumiResource, name string) (string, error) {
		if !strings.HasPrefix(name, a.Prefix) {
			name = a.Prefix + name
		}
		if chosen, ok := r.Properties[resource.PropertyKey(a.SuffixIf)]; ok && chosen.IsBool() && chosen.BoolValue() {
			name += a.Suffix
		}
		return name, nil
	}
	return &tfbridge.DefaultInfo{
		AutoNamed: true,
		ComputeDefault: func(ctx context.Context, given tfbridge.ComputeDefaultOptions) (any, error) {
			return tfbridge.ComputeAutoNameDefault(ctx, options, given)
		},
	}
}

// identity joins a resource's identity from its properties, for types whose schema has no "id".
func identity(properties []string, separator string) tfbridge.ComputeID {
	if separator == "" {
		separator = ","
	}
	return func(_ context.Context, state resource.PropertyMap) (resource.ID, error) {
		var parts []string
		for _, name := range properties {
			if value, ok := state[resource.PropertyKey(name)]; ok && value.IsString() && value.StringValue() != "" {
				parts = append(parts, value.StringValue())
			}
		}
		if len(parts) == 0 {
			return "id", nil
		}
		return resource.ID(strings.Join(parts, separator)), nil
	}
}

// assetOf says how a Pulumi asset becomes the file that Terraform reads. An archive's hash stands in for its content.
func assetOf(kind string) *tfbridge.AssetTranslation {
	if kind == "archive" {
		return &tfbridge.AssetTranslation{Kind: tfbridge.FileArchive, Format: resource.ZIPArchive, HashField: "source_code_hash"}
	}
	return &tfbridge.AssetTranslation{Kind: tfbridge.FileAsset}
}
