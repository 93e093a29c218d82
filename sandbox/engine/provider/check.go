package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// beforeCheck prepares a resource's arguments as the official plugin does: Terraform fills tags_all and region while it
// plans, which is after the engine has compared inputs, so both are set here.
func beforeCheck(e *entry) tfbridge.PreCheckCallback {
	return func(_ context.Context, config, provider resource.PropertyMap) (resource.PropertyMap, error) {
		for _, path := range e.Absent {
			if !strings.Contains(path, ".") {
				if value, ok := config[resource.PropertyKey(path)]; ok && !value.IsNull() {
					return nil, fmt.Errorf("%s: %q needs a newer Terraform provider than the one this plugin is built from", e.Token, path)
				}
			}
		}
		ready := config.Copy()
		if e.Tags {
			ready["tagsAll"] = allTags(config["tags"], provider)
		}
		if own, ok := config["region"]; e.Region && (!ok || own.IsNull()) {
			if region, ok := provider["region"]; ok && !region.IsNull() {
				ready["region"] = region
			}
		}
		return ready, nil
	}
}

// allTags are the provider's default tags, overridden by the resource's own, without the tags the provider ignores.
func allTags(own resource.PropertyValue, provider resource.PropertyMap) resource.PropertyValue {
	defaults, ignored := section(provider, "defaultTags")["tags"], section(provider, "ignoreTags")
	if own.ContainsUnknowns() || defaults.ContainsUnknowns() || resource.NewObjectProperty(ignored).ContainsUnknowns() {
		return resource.NewOutputProperty(resource.Output{Known: false})
	}
	all := resource.PropertyMap{}
	for _, tags := range []resource.PropertyValue{defaults, own} {
		if tags.IsObject() {
			for key, value := range tags.ObjectValue() {
				all[key] = value
			}
		}
	}
	for key := range all {
		if listed(ignored["keys"], func(s string) bool { return s == string(key) }) ||
			listed(ignored["keyPrefixes"], func(s string) bool { return strings.HasPrefix(string(key), s) }) {
			delete(all, key)
		}
	}
	return resource.NewObjectProperty(all)
}

func section(provider resource.PropertyMap, name resource.PropertyKey) resource.PropertyMap {
	if value, ok := provider[name]; ok && value.IsObject() {
		return value.ObjectValue()
	}
	return resource.PropertyMap{}
}

func listed(list resource.PropertyValue, matches func(string) bool) bool {
	if list.IsArray() {
		for _, item := range list.ArrayValue() {
			if item.IsString() && matches(item.StringValue()) {
				return true
			}
		}
	}
	return false
}
