// Plain JavaScript object → JobSpec, every field checked.
#pragma once

#include <string>
#include <vector>

#include "binding/napi_setup.h"
#include "core/job_spec.h"

namespace ioproof {

/// Copies the whole object before any thread starts. Throws Napi::TypeError for a missing, unknown or wrong field,
/// with the field's name, what was expected and what was received.
JobSpec specFromJs(const Napi::Object& object);

/// Names of all fields, for the test that holds the two sides of the contract together.
std::vector<std::string> specFieldNames();

}  // namespace ioproof
