import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { nobodyIn } from './server-account.ts'

test('nobody is found with the numbers that it has on Linux and on macOS', () => {
  const linux = 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/usr/sbin/nologin\n'
  assert.deepEqual(nobodyIn(linux), { uid: 65534, gid: 65534 })
  const macos = 'nobody:*:-2:-2:Unprivileged User:/var/empty:/usr/bin/false\n'
  assert.deepEqual(nobodyIn(macos), { uid: 4294967294, gid: 4294967294 })
})

test('root without a user nobody is told what is missing', () => {
  assert.throws(
    () => nobodyIn('root:x:0:0:root:/root:/bin/sh\n'),
    (error) => isRefusal(error, 'embedded-database-no-account') && /nobody/.test(error.sentence),
  )
})
