//! Generated files equal what their generator writes.

use super::root;

#[test]
fn every_generated_file_is_as_make_infra_writes_it() {
    let stale = xtask::stale(&root()).unwrap();
    assert!(stale.is_empty(), "run `make infra` and commit what it writes: {stale:#?}");
}

#[test]
fn a_missing_event_template_or_document_is_named() {
    let empty = std::env::temp_dir().join(format!("health-notebook-guard-{}", std::process::id()));
    std::fs::create_dir_all(&empty).unwrap();
    let stale = xtask::stale(&empty).unwrap();
    std::fs::remove_dir(&empty).unwrap();
    for expected in ["events/get-resident/forbidden.json", "infra/generated/resident.yaml", "infra/openapi.json"] {
        assert!(stale.iter().any(|path| path == expected), "{expected}");
    }
}

#[test]
fn every_operation_has_its_function_role_log_route_and_authorizer_in_its_stack() {
    for context in catalogue::CONTEXTS {
        let template = std::fs::read_to_string(root().join(format!("infra/generated/{}.yaml", context.name))).unwrap();
        for operation in context.operations {
            let spec = &operation.spec;
            for line in [format!("      Handler: {}\n", spec.name), format!("      RouteKey: {}\n", spec.route_key())] {
                assert_eq!(template.matches(&line).count(), 1, "{}: {line}", context.name);
            }
        }
        let routes = template.matches("Type: AWS::ApiGatewayV2::Route").count();
        assert_eq!(routes, context.operations.len(), "{}", context.name);
        // What nobody signs in for is open, and nothing else is.
        let open = context.operations.iter().filter(|operation| operation.spec.is_public()).count();
        assert_eq!(template.matches("AuthorizationType: NONE").count(), open, "{}", context.name);
        let signed_in = routes - open;
        assert_eq!(template.matches("AuthorizationType: JWT").count(), signed_in, "an open route in {}", context.name);
        assert_eq!(template.matches("AuthorizerId: !Ref AuthorizerId").count(), signed_in, "{}", context.name);
        let resources = template.matches("\n    Type: AWS::").count();
        // SAM makes no further resources of ours: function and role are written out.
        assert!(resources < 400, "{} has {resources} resources", context.name);
    }
}
