// The one place that includes napi.h; NAPI_VERSION and C++ exceptions are set by the build.
#pragma once

#include <napi.h>
