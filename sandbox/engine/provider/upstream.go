package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-provider-aws/internal"
	"github.com/hashicorp/terraform-provider-aws/internal/provider/framework"
	"github.com/hashicorp/terraform-provider-aws/internal/provider/sdkv2"
	pf "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
	shimv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
)

// upstream makes the Terraform provider, both halves of it, as one the bridge can serve.
//
// Only the named Terraform types are kept, so that the bridge builds no schema that nothing uses; nil keeps all.
func upstream(ctx context.Context, resources, dataSources map[string]bool) (shim.Provider, error) {
	log.SetOutput(io.Discard) // the provider logs its own start, which the engine would show as warnings
	internal.RegisterSmarterrFS()
	primary, err := sdkv2.NewProvider(ctx)
	if err != nil {
		return nil, fmt.Errorf("the Terraform provider could not be made: %w", err)
	}
	secondary, err := framework.NewProvider(ctx, primary)
	if err != nil {
		return nil, fmt.Errorf("the Terraform provider could not be made: %w", err)
	}
	if resources != nil {
		described, ok := secondary.(provider.ProviderWithMetaSchema)
		if !ok {
			return nil, errors.New("the Terraform provider no longer describes its metadata; adapt the selection in upstream.go")
		}
		for name := range primary.ResourcesMap {
			if !resources[name] {
				delete(primary.ResourcesMap, name)
			}
		}
		for name := range primary.DataSourcesMap {
			if !dataSources[name] {
				delete(primary.DataSourcesMap, name)
			}
		}
		secondary = &selection{ProviderWithMetaSchema: described, resources: resources, dataSources: dataSources}
	}
	return pf.MuxShimWithPF(ctx, shimv2.NewProvider(primary), secondary), nil
}

// selection is a provider of the plugin framework that offers the named types only. It keeps the schema of the metadata,
// without which every read fails.
type selection struct {
	provider.ProviderWithMetaSchema
	resources, dataSources map[string]bool
}

// Resources lists the factories of the named resource types.
func (s *selection) Resources(ctx context.Context) []func() resource.Resource {
	var kept []func() resource.Resource
	for _, factory := range s.ProviderWithMetaSchema.Resources(ctx) {
		var answer resource.MetadataResponse
		factory().Metadata(ctx, resource.MetadataRequest{ProviderTypeName: "aws"}, &answer)
		if s.resources[answer.TypeName] {
			kept = append(kept, factory)
		}
	}
	return kept
}

// DataSources lists the factories of the named data sources.
func (s *selection) DataSources(ctx context.Context) []func() datasource.DataSource {
	var kept []func() datasource.DataSource
	for _, factory := range s.ProviderWithMetaSchema.DataSources(ctx) {
		var answer datasource.MetadataResponse
		factory().Metadata(ctx, datasource.MetadataRequest{ProviderTypeName: "aws"}, &answer)
		if s.dataSources[answer.TypeName] {
			kept = append(kept, factory)
		}
	}
	return kept
}
