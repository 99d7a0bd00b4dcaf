// What a job of kind training tells → JavaScript.
#pragma once

#include "binding/napi_setup.h"
#include "core/training_result.h"

namespace ioproof {

/// NativeTrainingResult of src/native/contract/training.ts.
Napi::Object toJs(Napi::Env env, const TrainingResult& training);

/// NativeTrainingSnapshot.
Napi::Object toJs(Napi::Env env, const TrainingSnapshot& snapshot);

}  // namespace ioproof
