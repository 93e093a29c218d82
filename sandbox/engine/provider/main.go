// Command pulumi-resource-aws serves the Terraform AWS provider to the Pulumi engine under the type tokens and property
// names of the @pulumi/aws package.
//
// It runs in two modes:
//
//	pulumi-resource-aws -resolve REQUEST -output MAPPING   pairs names once, at build time
//	pulumi-resource-aws ADDRESS                            serves, reading mapping.json beside the executable
//
// Pairing names needs every schema of the provider; reading the result does not, which is why it is done once. The
// module path lies below the Terraform provider's because Go opens internal packages only there.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	ctx := context.Background()
	if len(os.Args) == 5 && os.Args[1] == "-resolve" && os.Args[3] == "-output" {
		if err := resolve(ctx, os.Args[2], os.Args[4]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	executable, err := os.Executable()
	if err == nil {
		err = serve(ctx, filepath.Join(filepath.Dir(executable), "mapping.json"))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
