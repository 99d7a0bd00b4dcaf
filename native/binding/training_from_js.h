// What a job of kind training is told, from plain JavaScript objects.
#pragma once

#include <optional>

#include "binding/js_field.h"
#include "core/sample_file_spec.h"
#include "core/training_spec.h"

namespace ioproof {

/// From a NativeSampleFiles or null. Throws Napi::TypeError for a missing or wrong field, with its name.
std::optional<SampleFileSpec> sampleFilesFromJs(const JsField& field);

/// From a NativeTraining or null. Throws as sampleFilesFromJs() does.
std::optional<TrainingSpec> trainingFromJs(const JsField& field);

}  // namespace ioproof
