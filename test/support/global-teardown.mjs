export default async function globalTeardown() {
  await globalThis.accompanyTestServer?.stop();
}
