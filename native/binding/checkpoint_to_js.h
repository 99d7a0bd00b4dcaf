// What a job of kind checkpoint tells → JavaScript.
#pragma once

#include "binding/napi_setup.h"
#include "core/checkpoint_result.h"

namespace ioproof {

/// NativeCheckpointResult of src/native/contract/checkpoint.ts.
Napi::Object toJs(Napi::Env env, const CheckpointResult& checkpoint);

/// NativeCheckpointSnapshot.
Napi::Object toJs(Napi::Env env, const CheckpointSnapshot& snapshot);

}  // namespace ioproof
