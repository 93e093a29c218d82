package main

import (
	"context"
	"encoding/json"
	"fmt"

	pf "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
)

// serve answers the engine until it ends, with the types of the mapping.
func serve(ctx context.Context, mappingFile string) error {
	var m mapping
	if err := readJSON(mappingFile, &m); err != nil {
		return fmt.Errorf("the mapping beside the plugin cannot be read, build the engine again: %w", err)
	}
	up, err := upstream(ctx, keysOf(m.Resources), keysOf(m.DataSources))
	if err != nil {
		return err
	}
	info := providerInfo(up, &m)
	table, err := json.Marshal(map[string]any{"mux": m.Dispatch})
	if err != nil {
		return err
	}
	info.MetadataInfo = tfbridge.NewProviderMetadata(table)
	schema, err := json.Marshal(map[string]string{"name": "aws", "version": m.Version})
	if err != nil {
		return err
	}
	pf.MainWithMuxer(ctx, "aws", *info, schema)
	return nil
}

// providerInfo turns the mapping into what the bridge serves.
func providerInfo(up shim.Provider, m *mapping) *tfbridge.ProviderInfo {
	info := &tfbridge.ProviderInfo{
		P: up, Name: "aws", Version: m.Version, ResourcePrefix: "aws",
		Config:      schemaInfos(m.Config),
		Resources:   map[string]*tfbridge.ResourceInfo{},
		DataSources: map[string]*tfbridge.DataSourceInfo{},
	}
	for name, e := range m.Resources {
		info.Resources[name] = resourceInfo(e)
	}
	for name, e := range m.DataSources {
		info.DataSources[name] = &tfbridge.DataSourceInfo{Tok: tokens.ModuleMember(e.Token), Fields: schemaInfos(e.Fields)}
	}
	return info
}

func resourceInfo(e *entry) *tfbridge.ResourceInfo {
	resource := &tfbridge.ResourceInfo{
		Tok:                 tokens.Type(e.Token),
		Fields:              schemaInfos(e.Fields),
		DeleteBeforeReplace: e.DeleteBeforeReplace,
		PreCheckCallback:    beforeCheck(e),
	}
	if len(e.ID) > 0 {
		resource.ComputeID = identity(e.ID, e.IDSeparator)
	}
	at := func(name string) *tfbridge.SchemaInfo {
		if resource.Fields[name] == nil {
			resource.Fields[name] = &tfbridge.SchemaInfo{}
		}
		return resource.Fields[name]
	}
	for name, value := range e.Defaults {
		at(name).Default = &tfbridge.DefaultInfo{Value: value}
	}
	if e.AutoName != nil && !e.AutoName.None {
		at(e.AutoName.Field).Default = e.AutoName.rule()
	}
	return resource
}

func schemaInfos(fields map[string]*field) map[string]*tfbridge.SchemaInfo {
	infos := make(map[string]*tfbridge.SchemaInfo, len(fields))
	for name, f := range fields {
		infos[name] = schemaInfo(f)
	}
	return infos
}

func schemaInfo(f *field) *tfbridge.SchemaInfo {
	info := &tfbridge.SchemaInfo{Name: f.Name, MaxItemsOne: f.One}
	if f.Fields != nil {
		info.Fields = schemaInfos(f.Fields)
	}
	if f.Element != nil {
		info.Elem = schemaInfo(f.Element)
	}
	if f.Document {
		info.Transform = tfbridge.TransformJSONDocument
	}
	if f.Asset != "" {
		info.Asset = assetOf(f.Asset)
	}
	return info
}

func keysOf(entries map[string]*entry) map[string]bool {
	keys := make(map[string]bool, len(entries))
	for name := range entries {
		keys[name] = true
	}
	return keys
}
