# The addon, built by node-gyp from the source lists in native/. One binary for every host: no -march=native.
{
  'variables': {
    # RHEL ships libstdc++.a in a package of its own (libstdc++-static); without it the addon links the shared library.
    'static_runtime': '<!(test -e "$(${CXX:-g++} -print-file-name=libstdc++.a)" && echo yes || echo no)',
  },
  'targets': [
    {
      'target_name': 'ioproof',
      'sources': ['<!@(grep -hEv "^(#|$)" native/sources.txt native/binding/sources.txt)'],
      'include_dirs': [
        'native',
        '<!(node -p "path.dirname(require.resolve(\'node-addon-api\'))")',
      ],
      'defines': [
        'NAPI_VERSION=8',
        'NAPI_CPP_EXCEPTIONS',
        # A worker thread of JavaScript that is being terminated takes no exception any more.
        'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
        'IOPROOF_VERSION="<!(node -p "require(\'./package.json\').version")"',
      ],
      'cflags!': ['-Wno-unused-parameter'],
      'cflags_cc!': ['-fno-exceptions', '-std=gnu++17', '-std=gnu++20'],
      'cflags_cc': ['-std=c++20', '-O3', '-g1', '-Wall', '-Wextra', '-fvisibility=hidden', '-pthread'],
      'ldflags': ['-pthread'],
      'libraries': ['-ldl'],
      'conditions': [
        ['static_runtime=="yes"', {
          'ldflags': ['-static-libgcc', '-static-libstdc++', '-Wl,--exclude-libs,ALL'],
        }],
      ],
    },
  ],
}
