package main

// request is what the build asks -resolve to pair: Terraform types with the declarations of @pulumi/aws.
type request struct {
	Version     string                  `json:"version"`
	Resources   map[string]*declaration `json:"resources"`
	DataSources map[string]*declaration `json:"dataSources"`
	Config      map[string]*shape       `json:"config"`
	// Types are the members of every object type by name.
	Types map[string]map[string]*shape `json:"types"`
	// Report asks for every pair, not only for what differs from the default.
	Report bool `json:"report"`
}

// declaration is one resource or function of @pulumi/aws: its arguments, and its state or result.
type declaration struct {
	Token   string            `json:"token"`
	Inputs  map[string]*shape `json:"inputs"`
	Outputs map[string]*shape `json:"outputs"`
}

// shape is the declared type of one property.
type shape struct {
	// Array is the depth of arrays around the element.
	Array int `json:"array,omitempty"`
	// Asset is "asset" or "archive".
	Asset string `json:"asset,omitempty"`
	// Document is true for a string that also accepts a policy as an object.
	Document bool `json:"document,omitempty"`
	// Type names the object type of the element.
	Type string `json:"type,omitempty"`
}
