// What verification found → JavaScript.
#pragma once

#include "binding/napi_setup.h"
#include "core/job_result.h"

namespace ioproof {

/// NativeVerification of src/native/contract.ts.
Napi::Object verificationToJs(Napi::Env env, const Verification& verification);

}  // namespace ioproof
