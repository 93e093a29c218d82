package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/x/muxer"
)

// dispatcher is the part of the bridge's combined provider that tells which half serves which type.
type dispatcher interface {
	ResolveDispatch(*tfbridge.ProviderInfo) (muxer.DispatchTable, error)
	ResourceIsPF(string) bool
}

// resolve pairs every requested type and writes the mapping. It fails, naming all types, if one is not in this build.
func resolve(ctx context.Context, requestFile, mappingFile string) error {
	var asked request
	if err := readJSON(requestFile, &asked); err != nil {
		return err
	}
	known, err := knownFacts()
	if err != nil {
		return err
	}
	up, err := upstream(ctx, nil, nil)
	if err != nil {
		return err
	}
	var missing []string
	result := &mapping{Version: asked.Version}
	result.Resources = entriesOf(asked.Resources, up.ResourcesMap(), known, &asked, &missing)
	result.DataSources = entriesOf(asked.DataSources, up.DataSourcesMap(), nil, &asked, &missing)
	result.Config = fieldsOf("", up.Schema(), nil, newFindings(&asked), asked.Config)
	for name, e := range result.Resources {
		if schema := up.ResourcesMap().Get(name).Schema(); up.(dispatcher).ResourceIsPF(name) && len(e.ID) == 0 {
			if _, ok := schema.GetOk("id"); !ok {
				missing = append(missing, fmt.Sprintf("%s (%s has no id: add the properties it is made of to facts.json)", e.Token, name))
			}
		}
	}
	if len(missing) > 0 {
		sort.Strings(missing)
		return fmt.Errorf("this build of the provider cannot serve:\n  %s", strings.Join(missing, "\n  "))
	}
	table, err := up.(dispatcher).ResolveDispatch(providerInfo(up, result))
	if err != nil {
		return err
	}
	result.Dispatch = &table
	content, err := json.Marshal(result)
	if err != nil {
		return err
	}
	return os.WriteFile(mappingFile, content, 0o644)
}

func entriesOf(asked map[string]*declaration, schemas shim.ResourceMap, known map[string]facts, from *request, missing *[]string) map[string]*entry {
	entries := map[string]*entry{}
	for name, declared := range asked {
		upstream, ok := schemas.GetOk(name)
		if !ok {
			*missing = append(*missing, fmt.Sprintf("%s (%s is not in the services built)", declared.Token, name))
			continue
		}
		schema := upstream.Schema()
		found := newFindings(from)
		e := &entry{Token: declared.Token, facts: known[name]}
		e.Fields = fieldsOf("", schema, e.Names, found, declared.Inputs, declared.Outputs)
		e.Absent, e.Undeclared = found.absent, found.undeclared
		if from.Report {
			e.Properties = found.properties
		}
		if region, ok := schema.GetOk("region"); ok && region.Deprecated() == "" {
			e.Region = true
		}
		// Types of the plugin framework do not let tags_all be set; they merge tags while the engine compares.
		if all, ok := schema.GetOk("tags_all"); ok && all.Optional() {
			e.Tags = true
		}
		if e.AutoName == nil && known != nil {
			if own, ok := schema.GetOk("name"); ok && (own.Optional() || own.Required()) {
				e.AutoName = &autoName{Field: "name", Maximum: 255, Random: 7}
			}
		}
		entries[name] = e
	}
	return entries
}

func newFindings(from *request) *findings {
	return &findings{types: from.Types, properties: map[string]string{}}
}
