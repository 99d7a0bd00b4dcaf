// Waiting for the storage without blocking JavaScript.
#pragma once

#include "binding/napi_setup.h"

namespace ioproof {

/// syncFileSystem(path): a promise that settles once all dirty data of the file system that holds the path is written;
/// rejects with an error that carries the fields of NativeIoError.
Napi::Value syncFileSystemJs(const Napi::CallbackInfo& info);

}  // namespace ioproof
