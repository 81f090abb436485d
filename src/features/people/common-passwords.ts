/** The commonest passwords of eight characters and more, and the words that most of the others are built on. */
export const commonPasswords: ReadonlySet<string> = new Set(
  (
    'password passwort passw0rd p@ssword p@ssw0rd contraseña contrasena clave123 secreto motdepasse senha123 12345678 123456789 1234567890 ' +
    '12341234 11111111 00000000 87654321 123123123 123321123 12344321 11223344 147258369 987654321 0987654321 qwertyui qwertyuiop ' +
    'qwerty qwerty123 qwerty12 1q2w3e4r 1q2w3e4r5t 1qaz2wsx q1w2e3r4 zaq12wsx asdfghjk asdfghjkl zxcvbnm zxcvbnm1 abcd1234 abc12345 ' +
    'abcdefgh a1b2c3d4 aa123456 iloveyou teamo tequiero letmein welcome welcome1 bienvenido bienvenida sunshine princess princesa ' +
    'football baseball basketball superman batman starwars whatever trustno1 dragon monkey master shadow michael jennifer jessica ' +
    'charlie jordan killer computer internet samsung google facebook administrator admin123 changeme default secret guest1234 test1234 ' +
    'testtest letmein1 superuser rootroot access14 blink182 estrella mariposa chocolate barcelona realmadrid liverpool chelsea arsenal ' +
    'alejandro alejandra fernando fernanda cristina carolina victoria valentina sebastian santiago guadalupe corazon amorcito hola1234 ' +
    'solidarity solidaridad revolution revolucion accompany elpueblo accompany1 tenants1 justicia justice1'
  ).split(' '),
);
