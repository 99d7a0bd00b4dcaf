// Native results and errors → plain JavaScript objects, as src/native/contract.ts describes them.
#pragma once

#include <exception>
#include <vector>

#include "binding/napi_setup.h"
#include "core/job_result.h"
#include "engines/engine_registry.h"

namespace ioproof {

Napi::Object toJs(Napi::Env env, const DirectFacts& facts);
Napi::Object toJs(Napi::Env env, const JobReady& ready);
/// `ready` becomes part of the result, so that a record needs nothing else.
Napi::Object toJs(Napi::Env env, const JobResult& result, const JobReady& ready);
Napi::Object toJs(Napi::Env env, const IntervalResult& interval);
Napi::Object toJs(Napi::Env env, const Snapshot& snapshot);
Napi::Array toJs(Napi::Env env, const std::vector<EngineAvailability>& engines);

/// An Error with `code` and, for a failed call, operation, path, offset, length, errno and errnoName.
Napi::Value errorToJs(Napi::Env env, const std::exception_ptr& error);

}  // namespace ioproof
