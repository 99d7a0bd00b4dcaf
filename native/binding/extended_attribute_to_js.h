// Extended attributes for JavaScript. Both calls block as long as the file system does.
#pragma once

#include "binding/napi_setup.h"

namespace ioproof {

/// getXattr(path, name): a Buffer; throws an error with `code`, the name of the errno, and `errno`.
Napi::Value getXattrJs(const Napi::CallbackInfo& info);

/// setXattr(path, name, value): value is a Buffer; throws as getXattr does.
Napi::Value setXattrJs(const Napi::CallbackInfo& info);

}  // namespace ioproof
