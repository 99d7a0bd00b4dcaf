// What a job of kind checkpoint is told, from plain JavaScript objects.
#pragma once

#include <optional>

#include "binding/js_field.h"
#include "core/checkpoint_spec.h"

namespace ioproof {

/// From a NativeCheckpoint or null. Throws Napi::TypeError for a missing or wrong field, with its name.
std::optional<CheckpointSpec> checkpointFromJs(const JsField& field);

}  // namespace ioproof
