// statxDirect(), probeReads() and clockState() of the addon's door.
#pragma once

#include "binding/napi_setup.h"

namespace ioproof {

Napi::Value statxDirectJs(const Napi::CallbackInfo& info);
Napi::Value probeReadsJs(const Napi::CallbackInfo& info);
Napi::Value clockStateJs(const Napi::CallbackInfo& info);

}  // namespace ioproof
